using Haneul.Kernel;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Hosts;

/// <summary>What hosts fall back on where the kernel or the filesystem cannot do the newest.</summary>
public sealed class HostFallbackTests
{
    [NeedsToolTheory(Tool.Root)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Before_Linux_6_17_a_host_has_its_own_proc_as_well(bool isRoot)
    {
        await using var room = await HostRoom.OpenAsync(new HostTuning { MountsProcFromInside = isRoot, MountsProcAtHome = !isRoot });
        var ids = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => room.Booted())));
        foreach (var id in ids)
        {
            Assert.Equal("1", await room.AskAsync(id, "ps -eo comm= | grep -c -w init | awk '{print ($1 > 0)}'"));
            Assert.Equal("1", await room.AskAsync(id, "grep -c ' / / \\| /proc ' /proc/self/mountinfo | awk '{print ($1 > 0)}'"));
            Assert.DoesNotContain("dotnet", await room.AskAsync(id, "cat /proc/[0-9]*/comm"));
            Assert.NotEqual(0, (await room.RunAsync(id, "echo h >/proc/sysrq-trigger")).ExitCode);
        }
    }

    [NeedsTool(Tool.Root)]
    public async Task Where_files_cannot_be_shown_as_others_sudo_works_by_copies()
    {
        await using var room = await HostRoom.OpenAsync(new HostTuning { CannotMapOwners = true });
        var id = room.Booted();
        Assert.Contains("sudo and su are copies", string.Join('\n', room.Hosts.Shortcomings));
        Assert.Equal("65534", await room.AskAsync(id, "stat -c %u /usr/bin/env"));
        Assert.StartsWith("uid=0(root)", await room.AskAsync(id, "sudo -n id", "ec2-user"));
        Assert.Equal("ec2-user", await room.AskAsync(id, "su -l ec2-user -c 'id -un'"));
    }
}
