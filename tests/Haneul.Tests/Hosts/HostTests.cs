using Haneul.Kernel;
using Haneul.Model;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Hosts;

public sealed class HostTests(HostRoom room) : IClassFixture<HostRoom>
{
    [NeedsTool(Tool.Root)]
    public async Task Root_inside_is_root_of_what_it_sees_and_nobody_outside()
    {
        var id = room.Booted();
        Assert.Equal("0 0", await room.AskAsync(id, "echo $(id -u) $(id -g)"));
        Assert.Equal("ip-10-0-0-10.ap-northeast-2.compute.internal", await room.AskAsync(id, "hostname"));
        var numbers = File.ReadLines($"/proc/{room.Hosts.Running[id].Pid}/status").First(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1..];
        Assert.All(numbers, number => Assert.True(uint.Parse(number) > 1_000_000, $"init runs as {number}"));
    }

    [NeedsTool(Tool.Root)]
    public async Task The_user_has_a_login_and_sudo_without_password()
    {
        var id = room.Booted();
        Assert.Equal("ec2-user /home/ec2-user /home/ec2-user ec2-user", await room.AskAsync(id, "echo $(id -un) $PWD $HOME $LOGNAME", "ec2-user"));
        Assert.StartsWith("uid=0(root)", await room.AskAsync(id, "sudo -n id", "ec2-user"));
        Assert.Equal("0000000000000000", await room.AskAsync(id, "awk '/CapEff/ {print $2}' /proc/self/status", "ec2-user"));
    }

    [NeedsTool(Tool.Root)]
    public async Task A_user_of_another_name_is_there_with_a_home()
    {
        var id = room.Booted(spec => spec with { User = "laptop" });
        Assert.Equal("laptop /home/laptop", await room.AskAsync(id, "echo $(id -un) $PWD", "laptop"));
        Assert.StartsWith("uid=0(root)", await room.AskAsync(id, "sudo -n id", "laptop"));
    }

    [NeedsTool(Tool.Root)]
    public async Task A_command_gets_its_input_and_its_exit_code_comes_back()
    {
        var id = room.Booted();
        var ran = await room.Hosts.RunAsync(id, ["sh", "-c", "cat; echo 'it''s' >&2; exit 7"], "typed\n", "ec2-user", CancellationToken.None);
        Assert.Equal((7, "typed\n", "its\n"), (ran.ExitCode, ran.Output, ran.Errors));
        var odd = await room.Hosts.RunAsync(id, ["printf", "%s|", "a b", "c'd", "$HOME", "", "e\nf"], null, "ec2-user", CancellationToken.None);
        Assert.Equal("a b|c'd|$HOME||e\nf|", odd.Output);
    }

    [NeedsTool(Tool.Root)]
    public async Task A_command_that_is_given_up_ends_in_the_host_too()
    {
        var id = room.Booted();
        using var late = new CancellationTokenSource();
        var asleep = room.Hosts.RunAsync(id, ["sleep", "4242"], null, "ec2-user", late.Token);
        await HostRoom.UntilAsync(() => room.AskAsync(id, "pgrep -c -f '^sleep 4242' || true").Result == "1", "sleep runs");
        await late.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asleep);
        Assert.Equal("0", await room.AskAsync(id, "pgrep -c -f '^sleep 4242' || true"));
    }

    [NeedsTool(Tool.Root, Tool.Script)]
    public async Task A_command_line_brings_the_terminal_of_whoever_types_it_into_the_host()
    {
        var id = room.Booted(spec => spec with { MemoryBytes = 256 << 20 });
        foreach (var (user, shown) in new[] { ("root", "root /root"), ("ec2-user", "ec2-user /home/ec2-user") })
        {
            var command = room.Hosts.CommandFor(id, ["sh", "-c", "echo $(id -un) $PWD; test -t 0 && echo terminal; stty size; cat /proc/self/cgroup | grep -c ':/$'"], user);
            var typed = (await Ran.Of("script", ["-qec", $"stty rows 33 cols 77; {string.Join(' ', command.Select(CloudConfig.Quote))}", "/dev/null"])).Good();
            Assert.Contains(shown, typed);
            Assert.Contains("terminal", typed);
            Assert.Contains("33 77", typed);
            var shell = room.Hosts.CommandFor(id, [], user);
            var session = (await Ran.Of(shell[0], shell.Skip(1), input: "id -un; hostname; exit 3\n"));
            Assert.Equal(3, session.Exit);
            Assert.Equal($"{user}\nip-10-0-0-10.ap-northeast-2.compute.internal\n", session.Out);
        }
    }

    [NeedsTool(Tool.Root)]
    public async Task Names_and_resolvers_are_as_the_spec_says()
    {
        var id = room.Booted(spec => spec with
        {
            Resolvers = [Ip.Parse("10.0.0.2")],
            SearchDomain = "ap-northeast-2.compute.internal",
            KnownHosts = spec.KnownHosts.Add("web", Ip.Parse("60.1.1.1")),
        });
        Assert.Contains("nameserver 10.0.0.2", await room.AskAsync(id, "cat /etc/resolv.conf"));
        Assert.Contains("search ap-northeast-2.compute.internal", await room.AskAsync(id, "cat /etc/resolv.conf", "ec2-user"));
        Assert.StartsWith("60.1.1.1 ", await room.AskAsync(id, "getent hosts web"));
        Assert.StartsWith("127.0.1.1 ", await room.AskAsync(id, "getent hosts $(hostname)"));
    }

    [NeedsTool(Tool.Root)]
    public async Task Orphans_are_taken_in_and_none_stays_as_a_zombie()
    {
        var id = room.Booted();
        await room.AskAsync(id, "for i in 1 2 3 4 5; do (sleep 0.05 &) ; done");
        await HostRoom.UntilAsync(() => room.AskAsync(id, "ps -eo stat= -o comm= | grep -c -e ^Z -e sleep || true").Result == "0", "no zombie, no sleeper");
    }

    [NeedsTool(Tool.Root)]
    public async Task A_host_has_no_more_memory_and_processes_than_it_may()
    {
        var id = room.Booted(spec => spec with { MemoryBytes = 48 << 20, LargestProcessCount = 40 });
        var greedy = await room.RunAsync(id, "head -c 200M /dev/zero | tail -c 1 | wc -c; dd if=/dev/zero bs=100M count=1 of=/dev/null 2>&1 || echo killed");
        Assert.Contains("killed", greedy.Output + greedy.Errors, StringComparison.OrdinalIgnoreCase);
        var many = await room.RunAsync(id, "i=0; while [ $i -lt 100 ]; do sleep 3 & i=$((i+1)); done; jobs | wc -l; kill $(jobs -p)");
        Assert.True(many.ExitCode != 0 || many.Errors.Length > 0, $"a hundred processes were let: {many}");
        Assert.Equal("alive", await room.AskAsync(id, "echo alive"));
    }

    [NeedsTool(Tool.Root)]
    public void A_name_that_leads_elsewhere_is_refused() =>
        Assert.All(["../i-1", "a/b", "", ".hidden", new string('x', 200)], id => Assert.Throws<HostException>(() => room.Hosts.Create(new HostSpec { Id = id, HostName = "x" })));

    [NeedsTool(Tool.Root)]
    public void The_machine_lets_hosts_have_all_that_they_need() => Assert.Empty(room.Hosts.Shortcomings);
}
