using Haneul.Kernel;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Hosts;

public sealed class HostAdoptionTests(HostRoom room) : IClassFixture<HostRoom>
{
    [NeedsTool(Tool.Root)]
    public async Task A_new_daemon_finds_the_hosts_that_the_old_one_left()
    {
        var id = room.Booted(spec => spec with { MemoryBytes = 256 << 20 });
        var before = room.Hosts.Running[id];
        await room.AskAsync(id, "echo mark >/run/mark");
        var hosts = await room.StartAgainAsync();
        Assert.Equal(before, hosts.Running[id]);
        Assert.Equal("mark", await room.AskAsync(id, "cat /run/mark"));

        var ended = new TaskCompletionSource<string>();
        hosts.Ended += which => ended.TrySetResult(which);
        await room.RunAsync(id, "poweroff");
        Assert.Equal(id, await ended.Task.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [NeedsTool(Tool.Root)]
    public async Task A_host_that_was_not_booted_ends_with_its_daemon()
    {
        var made = room.Hosts.Create(new HostSpec { Id = "i-waits", HostName = "waits" });
        var hosts = await room.StartAgainAsync();
        Assert.DoesNotContain(made.Id, hosts.Running.Keys);
        await HostRoom.UntilAsync(() => !Directory.Exists($"/proc/{made.Pid}"), "its process is gone");
        hosts.Create(new HostSpec { Id = "i-waits", HostName = "waits" });
        hosts.Boot("i-waits");
    }

    [NeedsTool(Tool.Root)]
    public async Task A_number_that_another_process_has_by_now_is_not_taken_for_a_host()
    {
        var started = File.ReadAllText("/proc/self/stat").Split(' ')[21];
        File.WriteAllText(room.Places.CardOf("i-stranger"), $"{Environment.ProcessId} {ulong.Parse(started) - 1} booted");
        var hosts = await room.StartAgainAsync();
        Assert.DoesNotContain("i-stranger", hosts.Running.Keys);
        Assert.False(File.Exists(room.Places.CardOf("i-stranger")));
    }

    [NeedsTool(Tool.Root)]
    public async Task Nothing_is_left_when_all_hosts_are_ended_and_forgotten()
    {
        await using var own = await HostRoom.OpenAsync();
        var ids = Enumerable.Range(0, 3).Select(_ => own.Booted(spec => spec with { MemoryBytes = 256 << 20, Cpus = 1 })).ToList();
        await own.AskAsync(ids[0], "setsid sleep 4444 >/dev/null 2>&1 </dev/null & mount -t tmpfs none /mnt");
        var user = File.ReadLines($"/proc/{own.Hosts.Running[ids[0]].Pid}/status").First(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1];
        Assert.NotEqual("", await SeenAsync(own, user));
        foreach (var id in ids) await own.Hosts.StopAsync(id, TimeSpan.FromSeconds(1), CancellationToken.None);
        foreach (var id in ids) own.Hosts.Forget(id);
        await own.Hosts.EndAllAsync(TimeSpan.Zero, CancellationToken.None);
        // The machine's process 1 may take its time to bury the dead.
        await HostRoom.UntilAsync(() => SeenAsync(own, user).Result == "", "nothing is seen of the hosts");
        Assert.Empty(Directory.EnumerateFileSystemEntries(own.Places.Layers));
        Assert.Empty(Directory.EnumerateFileSystemEntries(own.Places.Run));
    }

    /// <summary>Processes of the hosts' users, mounts and cgroups of this Haneul, as other programs list them.</summary>
    private static async Task<string> SeenAsync(HostRoom own, string user)
    {
        var first = uint.Parse(user);
        var processes = (await Ran.Of("ps", ["-eo", "uid=,pid=,args="])).Good().Split('\n').Where(line => line.Trim() is { Length: > 0 } text && uint.Parse(text.Split(' ')[0]) - first < 65536);
        var mounts = (await Ran.Of("findmnt", ["-rn", "-o", "TARGET,OPTIONS"])).Good().Split('\n').Where(line => line.Contains(own.Places.Run, StringComparison.Ordinal) || line.Contains(own.Places.Data, StringComparison.Ordinal));
        var cgroups = (await Ran.Of("find", ["/sys/fs/cgroup", "-name", $"*{own.Places.Tag}*"])).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return string.Join('\n', processes.Concat(mounts).Concat(cgroups));
    }
}
