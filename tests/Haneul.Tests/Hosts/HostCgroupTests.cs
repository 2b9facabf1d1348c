using Haneul.Kernel;
using Xunit;

namespace Haneul.Tests.Hosts;

public sealed class HostCgroupTests
{
    [Fact]
    public void The_first_version_has_a_hierarchy_for_each_controller() => Assert.Equal(
        ["/sys/fs/cgroup/cpu,cpuacct cpu,cpuacct", "/sys/fs/cgroup/memory memory"],
        Found("""
            30 23 0:26 / /sys/fs/cgroup ro,nosuid - tmpfs tmpfs ro,mode=755
            33 30 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct
            34 30 0:30 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
            35 30 0:31 / /sys/fs/cgroup/systemd rw,relatime - cgroup cgroup rw,xattr,name=systemd
            """));

    [Fact]
    public void The_second_version_has_one_and_gives_only_what_the_first_has_not_taken()
    {
        var root = Directory.CreateTempSubdirectory("haneul-cgroup-").FullName;
        File.WriteAllText(Path.Combine(root, "cgroup.controllers"), "cpuset cpu io memory pids\n");
        Assert.Equal([$"{root} cpu,memory,pids second"], Found($"35 30 0:31 / {root} rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate"));
        Assert.Equal(["/m memory", $"{root} cpu,pids second"], Found($"34 30 0:30 / /m rw - cgroup cgroup rw,memory\n35 30 0:31 / {root} rw - cgroup2 cgroup2 rw"));
        Directory.Delete(root, recursive: true);
    }

    private static IEnumerable<string> Found(string mountInfo) =>
        HostCgroups.Mounted(mountInfo.Split('\n')).Select(h => $"{h.Path} {string.Join(',', h.Controllers)}{(h.IsSecond ? " second" : "")}");
}
