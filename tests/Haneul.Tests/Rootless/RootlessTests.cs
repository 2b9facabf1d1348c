using System.Globalization;
using System.Text.Json;
using Haneul.Kernel;
using Haneul.Tests.Commands;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Rootless;

/// <summary>A normal user's Haneul carries packets too.</summary>
public sealed class RootlessTests
{
    [NeedsToolTheory(Tool.NormalUser, Tool.LentNumbers, Tool.Ip, Tool.Curl, Tool.Ssh)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_demonstration_is_carried_for_a_normal_user_and_leaves_nothing(bool hasNumbers)
    {
        await using var machine = await UserMachine.StartAsync(hasNumbers);
        var report = JsonDocument.Parse((await machine.HaneulAsync("demo", "--json")).Good()).RootElement;
        Assert.True(report.GetProperty("allAgree").GetBoolean(), report.ToString());
        // By ssh, by curl through two translations, and what is blocked does not get through.
        Assert.All(report.GetProperty("answers").EnumerateArray(), a => Assert.True(a.GetProperty("proof").GetProperty("agrees").GetBoolean(), a.ToString()));
        await UserMachine.UntilAsync(() => machine.Processes().Count == 0, () => string.Join('\n', machine.Processes()));
        Assert.Empty(machine.Files());
    }

    [NeedsToolTheory(Tool.NormalUser, Tool.LentNumbers, Tool.Ip, Tool.Curl, Tool.Ping)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_user_enters_hosts_and_the_place_of_the_machine_and_the_machine_itself_gets_no_link(bool hasNumbers)
    {
        await using var machine = await UserMachine.StartAsync(hasNumbers);
        await machine.UpAsync();
        Assert.Equal("user", await machine.SaidInAsync("laptop", "id -un"));
        Assert.Equal("root", await machine.SaidInAsync("laptop", "id -un", "--user", "root"));
        Assert.Contains(" 0% packet loss", await machine.SaidInAsync("laptop", "ping -c 1 -W 5 198.19.0.80"), StringComparison.Ordinal);
        Assert.StartsWith("198.19.0.80", await machine.SaidInAsync("laptop", "getent ahostsv4 web"), StringComparison.Ordinal);
        // A host that root reconfigures: the network namespace is the host's own.
        Assert.Contains("10.9.9.9", await machine.SaidInAsync("laptop", "ip address add 10.9.9.9/32 dev lo && ip -brief address show lo", "--user", "root"), StringComparison.Ordinal);
        Assert.StartsWith("web 198.19.0.80:80 was asked by 198.19.255.254:", await machine.SaidInAsync("host", "curl -sS --max-time 5 http://198.19.0.80/"), StringComparison.Ordinal);
        Assert.Equal("lo", (await machine.RunAsync("sh", ["-c", "ip -brief link | cut -d' ' -f1"])).Good().Trim());
        if (hasNumbers) Assert.Equal("root", await machine.SaidInAsync("laptop", "sudo -n id -un"));
        (await machine.HaneulAsync("down", "--data", machine.Data, "--purge")).Good();
        await UserMachine.UntilAsync(() => machine.Processes().Count == 0, () => string.Join('\n', machine.Processes()));
        Assert.Empty(machine.Files());
    }

    [NeedsTool(Tool.NormalUser, Tool.LentNumbers, Tool.Ip, Tool.Curl)]
    public async Task Root_in_a_host_is_not_the_user_who_runs_it()
    {
        await using var machine = await UserMachine.StartAsync(hasNumbers: true);
        await machine.UpAsync();
        var inits = machine.Processes().Where(p => p.Contains("/usr/sbin/init", StringComparison.Ordinal)).Select(p => p.Split(' ')[0]).ToList();
        Assert.NotEmpty(inits);
        var daemon = OwnerOf(machine.Pid.ToString(CultureInfo.InvariantCulture));
        Assert.All(inits, init => Assert.NotEqual(daemon, OwnerOf(init)));
        // Nor has it the socket of the endpoint.
        Assert.All(inits, init => Assert.DoesNotContain(Directory.EnumerateFiles($"/proc/{init}/fd"), file => new FileInfo(file).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) ?? false));
        // What root inside makes is not the user's either.
        await machine.SaidInAsync("laptop", "touch /root/made", "--user", "root");
        Assert.Equal(2, (await machine.RunAsync("ls", [Path.Combine(machine.Data, "layers", "outside-laptop", "upper", "root")])).Exit);
    }

    [NeedsTool(Tool.NormalUser, Tool.LentNumbers, Tool.Ip, Tool.Curl)]
    public async Task Hosts_outlive_a_daemon_that_is_killed_and_the_next_one_takes_them_over()
    {
        await using var machine = await UserMachine.StartAsync(hasNumbers: true);
        await machine.UpAsync();
        var made = await machine.SaidInAsync("laptop", "nohup sleep 1000 >/dev/null 2>&1 & echo $!");
        var keeper = machine.Keeper;
        await UserMachine.KillAsync(machine.Pid);
        await machine.UpAsync();
        Assert.Equal(keeper, machine.Keeper);
        Assert.Equal("sleep", await machine.SaidInAsync("laptop", $"cat /proc/{made}/comm"));
        Assert.StartsWith("web ", await machine.SaidInAsync("laptop", "curl -sS --max-time 5 http://198.19.0.80/"), StringComparison.Ordinal);
    }

    [NeedsTool(Tool.NormalUser, Tool.LentNumbers, Tool.Ip, Tool.Curl)]
    public async Task Hosts_that_nobody_can_enter_any_more_are_ended_and_made_anew()
    {
        await using var machine = await UserMachine.StartAsync(hasNumbers: true);
        await machine.UpAsync();
        await machine.SaidInAsync("laptop", "touch made");
        var before = machine.Processes().Where(p => p.Contains("/usr/sbin/init", StringComparison.Ordinal)).ToList();
        await UserMachine.KillAsync(machine.Pid, machine.Keeper);
        await machine.UpAsync();
        Assert.Empty(machine.Processes().Intersect(before));
        Assert.Equal("made", await machine.SaidInAsync("laptop", "ls made"));
        Assert.StartsWith("web ", await machine.SaidInAsync("laptop", "curl -sS --max-time 5 http://198.19.0.80/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_that_held_something_else_is_not_purged()
    {
        var data = Directory.CreateTempSubdirectory("haneul-purge-").FullName;
        await File.WriteAllTextAsync(Path.Combine(data, "letter"), "dear");
        (await Cli.RunAsync("up", "--detach", "--mode", "model", "--port", "0", "--data", data)).Good();
        var refused = await Cli.RunAsync("down", "--data", data, "--purge");
        Assert.Equal(2, refused.Exit);
        Assert.Contains("was not empty", refused.Error, StringComparison.Ordinal);
        (await Cli.RunAsync("down", "--data", data)).Good();
        Assert.True(File.Exists(Path.Combine(data, "letter")));
        Directory.Delete(data, recursive: true);
    }

    [NeedsTool(Tool.NormalUser, Tool.LentNumbers, Tool.Ip, Tool.Curl)]
    public async Task Where_lent_numbers_are_refused_hosts_have_one_user_and_that_is_said()
    {
        await using var machine = await UserMachine.StartAsync(hasNumbers: true);
        var programs = Directory.CreateDirectory(Path.Combine(machine.Run, "bin")).FullName;
        await File.WriteAllTextAsync(Path.Combine(programs, "newuidmap"), "#!/bin/sh\necho 'not today' >&2\nexit 1\n");
        (await Ran.Of("chmod", ["-R", "755", programs])).Good();
        await machine.UpAsync("env", $"PATH={programs}:{Environment.GetEnvironmentVariable("PATH")}");
        Assert.Equal("1", await machine.SaidInAsync("laptop", "awk '{print $3}' /proc/self/uid_map"));
        Assert.Contains("newuidmap refuses: not today; instances have one user only", await File.ReadAllTextAsync(Path.Combine(machine.Data, "log")), StringComparison.Ordinal);
    }

    [NeedsTool(Tool.NormalUser, Tool.Ip, Tool.Curl)]
    public async Task A_start_that_is_refused_says_why_and_leaves_nothing()
    {
        await using var machine = await UserMachine.StartAsync(hasNumbers: false);
        await machine.UpAsync();
        var before = machine.Processes();
        var onPort = await machine.HaneulAsync("up", "--mode", "kernel", "--data", machine.Data + "2");
        Assert.Equal(2, onPort.Exit);
        Assert.Contains("Cannot listen on 127.0.0.1:4566", onPort.Error, StringComparison.Ordinal);
        var onData = await machine.HaneulAsync("up", "--mode", "kernel", "--port", "0", "--data", machine.Data);
        Assert.Equal(2, onData.Exit);
        Assert.Contains("is in use", onData.Error, StringComparison.Ordinal);
        Assert.Equal(before, machine.Processes());
    }

    [Fact]
    public void The_first_range_that_is_long_enough_is_taken_by_name_or_number()
    {
        string[] lines = ["else:100000:65536", "me:165536:100", "me:200000:65536", "1000:300000:65536", "not a line"];
        Assert.Equal(200000u, UserNumbers.Lent(lines, "me", 1000));
        Assert.Equal(300000u, UserNumbers.Lent(lines, "you", 1000));
        Assert.Null(UserNumbers.Lent(lines, "you", 1001));
    }

    private static string OwnerOf(string pid) => File.ReadLines($"/proc/{pid}/status").First(l => l.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1];
}
