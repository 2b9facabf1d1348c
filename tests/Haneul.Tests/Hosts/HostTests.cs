using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Hosts;

public sealed class HostTests(HostRoom room) : IClassFixture<HostRoom>
{
    [NeedsTool(Tool.Root)]
    public async Task Root_inside_is_root_of_everything_it_sees_and_nobody_outside()
    {
        var id = room.Booted();
        Assert.Equal("0 0", await room.AskAsync(id, "echo $(id -u) $(id -g)"));
        Assert.Equal("ip-10-0-0-10.ap-northeast-2.compute.internal", await room.AskAsync(id, "hostname"));
        var outside = File.ReadLines($"/proc/{room.Hosts.Running[id].Pid}/status").First(line => line.StartsWith("Uid:", StringComparison.Ordinal));
        Assert.DoesNotContain("\t0", outside);
    }
}
