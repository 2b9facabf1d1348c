using System.Text.Json;
using Haneul.Tests.Commands;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Doctor;

/// <summary>The doctor on this machine.</summary>
public sealed class DoctorCommandTests
{
    [Fact]
    public async Task Every_gap_has_a_remedy_and_the_exit_code_tells_whether_packets_can_be_carried()
    {
        using var data = new Scratch();
        var told = await Cli.RunAsync("doctor", "--json", "--data", data.Path);
        var report = told.Json();
        Assert.Equal(report.GetProperty("canCarry").GetBoolean() ? 0 : 1, told.Exit);
        Assert.NotEmpty(report.GetProperty("why").GetString() ?? "");
        Assert.All(report.GetProperty("findings").EnumerateArray(), f => Assert.Equal(f.GetProperty("health").GetString() == "ok", !f.TryGetProperty("remedy", out _)));
        var page = await Cli.RunAsync("doctor", "--data", data.Path);
        Assert.Equal(told.Exit, page.Exit);
        Assert.All(report.GetProperty("findings").EnumerateArray(), f => Assert.Contains(f.GetProperty("told").GetString() ?? "?", page.Out, StringComparison.Ordinal));
    }

    [NeedsTool(Tool.Root)]
    public async Task Root_can_carry_packets_and_the_trials_leave_nothing_behind()
    {
        using var data = new Scratch();
        var before = Traces();
        var report = (await Cli.RunAsync("doctor", "--json", "--data", Path.Combine(data.Path, "not", "there"))).Json();
        Assert.True(report.GetProperty("canCarry").GetBoolean(), report.ToString());
        Assert.Equal("root", report.GetProperty("standing").GetString());
        Assert.Equal($"works in {data.Path}", Told(report, "overlayfs"));
        Assert.Equal(before, Traces());
        Assert.Empty(Directory.EnumerateFileSystemEntries(data.Path));
    }

    [NeedsTool(Tool.NormalUser)]
    public async Task A_normal_user_can_carry_packets_in_a_user_namespace()
    {
        using var data = new Scratch(isForAll: true);
        var report = (await AsNobody("doctor", "--json", "--data", data.Path)).Json();
        Assert.True(report.GetProperty("canCarry").GetBoolean(), report.ToString());
        Assert.Equal("user", report.GetProperty("standing").GetString());
        Assert.Equal("works", Told(report, "nf_tables"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(data.Path));
    }

    [NeedsTool(Tool.NormalUser)]
    public async Task Where_no_namespace_may_be_made_the_doctor_says_so_and_what_to_do()
    {
        using var data = new Scratch(isForAll: true);
        // Root of a user namespace that lets no further one be made, without the rights of a root.
        string[] bound = ["-c", "echo 0 > /proc/sys/user/max_user_namespaces; exec setpriv --bounding-set -sys_admin,-net_admin --inh-caps -all \"$@\"", "sh", "dotnet", Cli.Program, "doctor", "--data", data.Path];
        var ran = await Ran.Of("unshare", ["--user", "--map-root-user", "sh", .. bound]);
        Assert.Equal(1, ran.Exit);
        Assert.Contains("packets cannot be carried here", ran.Out, StringComparison.Ordinal);
        Assert.Matches(@"✗ rights .*\n +→ start the container with --privileged\n", ran.Out);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1000000")]
    public async Task A_number_of_instances_that_is_none_is_refused(string instances)
    {
        var ran = await Cli.RunAsync("doctor", "--instances", instances);
        Assert.Equal(2, ran.Exit);
        Assert.Contains($"--instances {instances}: write a number from 1 to 100000", ran.Error, StringComparison.Ordinal);
    }

    private static string? Told(JsonElement report, string name) => report.GetProperty("findings").EnumerateArray().Single(f => f.GetProperty("name").GetString() == name).GetProperty("told").GetString();

    private static Task<Ran> AsNobody(params string[] arguments) => Ran.Of("setpriv", [.. Tool.Nobody, "dotnet", Cli.Program, .. arguments]);

    /// <summary>What a trial could leave: mounts, devices, groups.</summary>
    private static List<string> Traces() =>
    [
        .. File.ReadLines("/proc/self/mountinfo").Where(l => l.Contains("trial", StringComparison.Ordinal)),
        .. Directory.EnumerateFileSystemEntries("/sys/class/net").Where(d => d.Contains("trial", StringComparison.Ordinal)),
        .. Directory.Exists("/sys/fs/cgroup") ? Directory.EnumerateDirectories("/sys/fs/cgroup", "haneul-trial-*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 }) : [],
    ];

    /// <summary>A directory that goes with the test.</summary>
    private sealed class Scratch : IDisposable
    {
        public Scratch(bool isForAll = false)
        {
            if (isForAll && !OperatingSystem.IsWindows()) File.SetUnixFileMode(Path, (UnixFileMode)0x1FF);
        }

        public string Path { get; } = Directory.CreateTempSubdirectory("haneul-doctor-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
