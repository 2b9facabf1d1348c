using System.Diagnostics;
using Haneul.Kernel;
using Haneul.Tests.Kernel;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Hosts;

/// <summary>Logins as people make them, by the machine's own ssh, over a cable to each host. The machine is a network namespace with no way out.</summary>
public sealed class HostSshTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);
    private readonly string keys = Directory.CreateTempSubdirectory("haneul-ssh-").FullName;
    private HostRoom? hosts;
    private KernelRoom? net;
    private int next = 9;

    private HostRoom Hosts => hosts ?? throw new InvalidOperationException();

    private KernelRoom Net => net ?? throw new InvalidOperationException();

    private string Key => Path.Combine(keys, "key.pem");

    public async Task InitializeAsync()
    {
        if (Tool.WhyNot(Tool.Root, Tool.Ip, Tool.Ssh) is not null) return;
        hosts = await HostRoom.OpenAsync();
        net = new KernelRoom();
        (await Ran.Of("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", Key])).Good();
        // The machine forwards between its hosts, as a router would.
        Net.Ask("", "sh", "-c", "echo 1 >/proc/sys/net/ipv4/ip_forward");
    }

    public async Task DisposeAsync()
    {
        if (hosts is not null) await hosts.DisposeAsync();
        net?.Dispose();
        Directory.Delete(keys, recursive: true);
    }

    [NeedsTool(Tool.Root, Tool.Ip, Tool.Ssh)]
    public async Task A_user_logs_in_with_the_key_and_is_let_become_root()
    {
        var (_, address, _) = Cabled();
        Assert.Equal("ec2-user\n", (await SshAsync(address, "id -un")).Good());
        Assert.StartsWith("uid=0(root)", (await SshAsync(address, "sudo -n id")).Good());
        Assert.Equal("/home/ec2-user\nip-10-0-0-10.ap-northeast-2.compute.internal\n", (await SshAsync(address, "pwd; hostname")).Good());
        Assert.Equal("typed", (await SshAsync(address, "cat", input: "typed")).Good());
        Assert.StartsWith("/dev/pts/", (await SshAsync(address, "tty", terminal: true)).Out);
    }

    [NeedsTool(Tool.Root, Tool.Ip, Tool.Ssh)]
    public async Task Another_key_and_another_user_are_refused()
    {
        var (_, address, _) = Cabled();
        var other = Path.Combine(keys, "other.pem");
        (await Ran.Of("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", other])).Good();
        Assert.Contains("Permission denied", (await SshAsync(address, "true", key: other)).Error);
        Assert.Contains("Permission denied", (await SshAsync(address, "true", user: "root")).Error);
    }

    [NeedsTool(Tool.Root, Tool.Ip, Tool.Ssh)]
    public async Task A_host_keeps_its_key_over_stop_and_start_and_no_two_hosts_have_the_same()
    {
        var (id, address, _) = Cabled();
        var (_, other, _) = Cabled();
        // The first connections come at once: only one makes the key.
        var scans = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => ScanAsync(address))));
        Assert.Single(scans.Distinct());
        Assert.NotEqual(scans[0], await ScanAsync(other));
        await Hosts.Hosts.StopAsync(id, TimeSpan.FromSeconds(2), CancellationToken.None);
        Assert.Equal(scans[0], await ScanAsync(Cabled(spec => spec with { Id = id }).Address));
    }

    [NeedsTool(Tool.Root, Tool.Ip, Tool.Ssh)]
    public async Task By_way_of_a_bastion_with_ProxyJump_with_the_agent_and_with_a_copied_key()
    {
        var (_, bastion, _) = Cabled();
        var (_, target, _) = Cabled(spec => spec with { HostName = "private" });
        var options = string.Join(' ', Options(Key));
        var jump = await Try("sh", "-c", $"eval $(ssh-agent) >/dev/null; trap 'kill $SSH_AGENT_PID' EXIT; ssh-add -q {Key}; ssh {options} -J ec2-user@{bastion} ec2-user@{target} hostname");
        Assert.Equal("private\n", jump.Good());
        var agent = await Try("sh", "-c", $"eval $(ssh-agent) >/dev/null; trap 'kill $SSH_AGENT_PID' EXIT; ssh-add -q {Key}; ssh {options} -A ec2-user@{bastion} ssh -o StrictHostKeyChecking=no -o BatchMode=yes ec2-user@{target} hostname");
        Assert.Equal("private\n", agent.Good());
        (await Try("scp", [.. Options(Key), Key, $"ec2-user@{bastion}:key.pem"])).Good();
        Assert.Equal("private\n", (await SshAsync(bastion, $"chmod 400 key.pem; ssh -i key.pem -o StrictHostKeyChecking=no -o BatchMode=yes ec2-user@{target} hostname")).Good());
    }

    [NeedsTool(Tool.Root, Tool.Ip, Tool.Ssh)]
    public async Task A_session_outlives_the_daemon_and_the_next_daemon_lets_people_in()
    {
        var (id, address, _) = Cabled();
        using var session = Process.Start(new ProcessStartInfo("nsenter", [$"--net={Net.FileOf("")}", "--", "ssh", .. Options(Key), $"ec2-user@{address}", "cat"]) { RedirectStandardInput = true, RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("ssh did not start");
        using var late = new CancellationTokenSource(Limit);
        await session.StandardInput.WriteLineAsync("before".AsMemory(), late.Token);
        await session.StandardInput.FlushAsync(late.Token);
        Assert.Equal("before", await session.StandardOutput.ReadLineAsync(late.Token));
        await Hosts.StartAgainAsync();
        await session.StandardInput.WriteLineAsync("after".AsMemory(), late.Token);
        await session.StandardInput.FlushAsync(late.Token);
        Assert.Equal("after", await session.StandardOutput.ReadLineAsync(late.Token));
        Assert.Equal("ec2-user\n", (await SshAsync(address, "id -un")).Good());
        session.StandardInput.Close();
        await session.WaitForExitAsync(late.Token);
        Assert.Equal(0, session.ExitCode);
        Assert.Contains(id, Hosts.Hosts.Running.Keys);
    }

    [NeedsTool(Tool.Root, Tool.Ip, Tool.Ssh)]
    public async Task A_session_is_in_the_hosts_cgroup_and_ends_with_the_host()
    {
        var (id, address, _) = Cabled(spec => spec with { MemoryBytes = 512 << 20 });
        using var session = Process.Start(new ProcessStartInfo("nsenter", [$"--net={Net.FileOf("")}", "--", "ssh", .. Options(Key), $"ec2-user@{address}", "cat"]) { RedirectStandardInput = true, RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("ssh did not start");
        using var late = new CancellationTokenSource(Limit);
        await session.StandardInput.WriteLineAsync("there".AsMemory(), late.Token);
        await session.StandardInput.FlushAsync(late.Token);
        Assert.Equal("there", await session.StandardOutput.ReadLineAsync(late.Token));
        Assert.Equal("1", await Hosts.AskAsync(id, "for p in $(pgrep -x sshd); do grep -l -e ':/$' /proc/$p/cgroup; done | wc -l | awk '{print ($1 > 0)}'"));
        await Hosts.Hosts.StopAsync(id, TimeSpan.FromSeconds(5), CancellationToken.None);
        await session.WaitForExitAsync(late.Token);
        Assert.NotEqual(0, session.ExitCode);
    }

    [NeedsTool(Tool.Root, Tool.Ip, Tool.Ssh)]
    public async Task Sshd_answers_over_IPv6_as_well()
    {
        var (id, _, number) = Cabled();
        Net.Ask("", "ip", "address", "add", $"fd00:{number}::1/64", "dev", $"h{number}", "nodad");
        await Hosts.AskAsync(id, $"ip address add fd00:{number}::2/64 dev eth0 nodad");
        Assert.Equal("ec2-user\n", (await SshAsync($"fd00:{number}::2", "id -un")).Good());
    }

    /// <summary>A host with a cable to the machine and a route back.</summary>
    private (string Id, string Address, int Number) Cabled(Func<HostSpec, HostSpec>? with = null)
    {
        var number = ++next;
        var id = Hosts.Booted(spec => (with ?? (s => s))(spec with { AuthorizedKey = File.ReadAllText(Key + ".pub") }));
        var pid = Hosts.Hosts.Running[id].Pid.ToString();
        Net.Ask("", "ip", "link", "add", $"h{number}", "type", "veth", "peer", "name", "eth0", "netns", pid);
        Net.Ask("", "sh", "-c", $"ip address add 10.9.{number}.1/24 dev h{number}; ip link set h{number} up");
        Hosts.AskAsync(id, $"ip address add 10.9.{number}.2/24 dev eth0; ip link set eth0 up; ip route add default via 10.9.{number}.1").GetAwaiter().GetResult();
        return (id, $"10.9.{number}.2", number);
    }

    private Task<Ran> SshAsync(string address, string command, string? input = null, string? key = null, string user = "ec2-user", bool terminal = false) =>
        Ran.Of("nsenter", [$"--net={Net.FileOf("")}", "--", "ssh", .. Options(key ?? Key), .. terminal ? ["-tt"] : Array.Empty<string>(), "-l", user, address, command], input: input, limit: Limit);

    private Task<Ran> Try(string program, params string[] arguments) => Ran.Of("nsenter", [$"--net={Net.FileOf("")}", "--", program, .. arguments], limit: Limit);

    private async Task<string> ScanAsync(string address) =>
        string.Concat((await Try("ssh-keyscan", "-T", "20", address)).Good().Split('\n').Where(line => !line.StartsWith('#')).Select(line => line[(line.IndexOf(' ') + 1)..]));

    /// <summary>In a file, so that ssh gives them to the ssh that it starts for a jump.</summary>
    private string[] Options(string key)
    {
        var file = Path.Combine(keys, $"config-{Path.GetFileNameWithoutExtension(key)}");
        File.WriteAllText(file, $"""
            Host *
              IdentityFile {key}
              IdentitiesOnly yes
              StrictHostKeyChecking no
              UserKnownHostsFile /dev/null
              LogLevel ERROR
              BatchMode yes
              ConnectTimeout 20

            """);
        return ["-F", file];
    }
}
