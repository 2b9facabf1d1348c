using Haneul.Doctor;
using Haneul.Kernel;
using Xunit;

namespace Haneul.Tests.Doctor;

/// <summary>What is made of a machine's facts: no machine is asked here.</summary>
public sealed class MachineFindingsTests
{
    private static readonly MachineFacts Good = new()
    {
        Kernel = "6.18.0-1-amd64",
        Standing = Standing.Root,
        Trials = new KernelTrials(),
        OverlayDirectory = "/var/lib/haneul",
        Cgroups = new CgroupFacts(2, true, ""),
        NeighbourThreshold = 1024,
        ConntrackMax = 262144,
        PidMax = 4194304,
        NamespacesMax = 60000,
        OpenFilesMax = 1048576,
        Programs = [.. Packages.Wanted.Select(w => w.Program)],
        Distribution = ["debian"],
    };

    [Fact]
    public void On_a_good_machine_all_is_well_and_nothing_is_to_be_done()
    {
        var report = MachineReport.Of(Good, 100);
        Assert.True(report.CanCarryAsItIs);
        Assert.All(report.Findings, f => Assert.Equal((Health.Ok, null), (f.Health, f.Remedy)));
        Assert.Contains("as root", report.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_OpenSSL_packets_are_carried_and_balancers_speak_no_TLS()
    {
        var report = MachineReport.Of(Good with { TlsProblem = "libssl.so.3 is not installed" }, 100);
        Assert.True(report.CanCarry);
        var gap = Assert.Single(report.Gaps);
        Assert.Equal(("OpenSSL", "load balancers speak no TLS: libssl.so.3 is not installed"), (gap.Name, gap.Told));
        Assert.Contains("libssl3", gap.Remedy);
    }

    public static TheoryData<string> Parts => ["namespaces", "veth", "nf_tables", "conntrack", "ip_forward", "overlayfs"];

    [Theory]
    [MemberData(nameof(Parts))]
    public void Without_a_part_that_packets_need_none_is_carried_and_the_part_is_named_with_a_command(string part)
    {
        const string problem = "it is not there";
        var trials = part switch
        {
            "namespaces" => new KernelTrials { Namespaces = problem },
            "veth" => new KernelTrials { Veth = problem },
            "nf_tables" => new KernelTrials { NfTables = problem },
            "conntrack" => new KernelTrials { Conntrack = problem },
            "ip_forward" => new KernelTrials { Forwarding = problem },
            _ => new KernelTrials { Overlay = problem },
        };
        var report = MachineReport.Of(Good with { Trials = trials }, 100);
        Assert.False(report.CanCarry);
        Assert.Equal($"{part}: {problem}", report.Why);
        Assert.NotNull(Assert.Single(report.Gaps).Remedy);
    }

    [Fact]
    public void What_only_some_things_need_lacks_and_packets_are_carried_all_the_same()
    {
        var facts = Good with
        {
            Kernel = "5.4.0-42-generic",
            Trials = new KernelTrials { Bridge = "none", IdMappedMounts = "none" },
            Cgroups = new CgroupFacts(0, false, "none are mounted"),
            NeighbourThreshold = 16,
            ConntrackMax = 4096,
            PidMax = 4096,
            NamespacesMax = 100,
            OpenFilesMax = 1024,
            Programs = [],
        };
        var report = MachineReport.Of(facts, 100);
        Assert.True(report.CanCarryAsItIs);
        Assert.Equal(9 + Packages.Wanted.Count - 1, report.Gaps.Count(f => f.Name != "kernel"));
        Assert.All(report.Gaps, f => Assert.Equal(Health.Lacking, f.Health));
        Assert.All(report.Gaps, f => Assert.NotNull(f.Remedy));
    }

    [Fact]
    public void A_normal_user_with_lent_numbers_lacks_only_what_root_alone_can()
    {
        var report = MachineReport.Of(Good with { Standing = Standing.User, Numbers = new UserNumbers(1000, 1000, 100000, 100000, ""), UserName = "me" }, 100);
        Assert.Equal((true, false), (report.CanCarry, report.CanCarryAsItIs));
        Assert.Equal("65536 from 100000 on, for the users inside instances", report.Findings.Single(f => f.Name == "user numbers").Told);
        Assert.Equal("rights", Assert.Single(report.Gaps).Name);
    }

    [Theory]
    [InlineData(true, "sudo usermod --add-subuids 165536-231071 --add-subgids 165536-231071 me")]
    [InlineData(false, "sudo apt-get install uidmap; sudo usermod --add-subuids 165536-231071 --add-subgids 165536-231071 me")]
    public void A_normal_user_without_lent_numbers_is_told_how_to_get_some(bool hasProgram, string remedy)
    {
        var numbers = new UserNumbers(1000, 1000, null, null, "/etc/subuid lends me no 65536 users");
        var programs = Good.Programs.Where(p => hasProgram || p != "newuidmap").ToList();
        var finding = MachineReport.Of(Good with { Standing = Standing.User, Numbers = numbers, FirstFreeNumber = 165536, UserName = "me", Programs = programs }, 100).Findings.Single(f => f.Name == "user numbers");
        Assert.Equal((Health.Lacking, remedy), (finding.Health, finding.Remedy));
        Assert.Contains("no sudo", finding.Told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(512, true)]
    [InlineData(513, false)]
    [InlineData(100_000, false)]
    public void Limits_are_held_against_the_number_of_instances(int instances, bool isEnough) =>
        Assert.Equal(isEnough ? Health.Ok : Health.Lacking, Of(Good, "neighbour table", instances).Health);

    [Fact]
    public void A_limit_is_raised_to_what_is_needed()
    {
        Assert.Equal(
            "sudo sysctl -w net.ipv4.neigh.default.gc_thresh1=512 net.ipv4.neigh.default.gc_thresh2=1024 net.ipv4.neigh.default.gc_thresh3=2048",
            Of(Good, "neighbour table", 1000).Remedy);
        Assert.Equal("sudo sysctl -w kernel.pid_max=32768", Of(Good with { PidMax = 8192 }, "pid_max", 1000).Remedy);
        Assert.Equal("sudo sysctl -w kernel.pid_max=4194304", Of(Good with { PidMax = 8192 }, "pid_max", 1_000_000).Remedy);
        Assert.Contains("user.max_net_namespaces=2048", Of(Good with { NamespacesMax = 1000 }, "namespaces of a kind", 1000).Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_runs_it_decides_what_there_is()
    {
        var inside = MachineReport.Of(Good with { Standing = Standing.UserNamespace }, 100);
        var user = MachineReport.Of(Good with { Standing = Standing.User }, 100);
        Assert.Equal((true, true, Health.Lacking), (inside.CanCarry, inside.CanCarryAsItIs, inside.Findings.Single(f => f.Name == "rights").Health));
        Assert.Equal((true, false, Health.Lacking), (user.CanCarry, user.CanCarryAsItIs, user.Findings.Single(f => f.Name == "rights").Health));
        Assert.False(MachineReport.Of(Good with { Standing = Standing.None, Trials = null }, 100).CanCarry);
    }

    [Fact]
    public void Who_may_make_no_user_namespace_is_told_what_forbids_it()
    {
        var none = Good with { Standing = Standing.None, Trials = null, UserNamespaceProblem = "Operation not permitted" };
        Assert.Equal("sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0", Of(none with { IsAppArmorRestricted = true }, "rights").Remedy);
        Assert.Equal("sudo sysctl -w kernel.unprivileged_userns_clone=1", Of(none with { IsCloneRestricted = true }, "rights").Remedy);
        Assert.Equal("sudo sysctl -w user.max_user_namespaces=15000", Of(none with { NamespacesMax = 0 }, "rights").Remedy);
        Assert.Equal("sudo apt-get install util-linux", Of(none with { Programs = [] }, "rights").Remedy);
        Assert.EndsWith(" up", Of(none, "rights").Remedy, StringComparison.Ordinal);
        Assert.Contains("--privileged", Of(none with { IsBoundRoot = true }, "rights").Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sudo apt-get install iputils-ping", "debian")]
    [InlineData("sudo apt-get install iputils-ping", "ubuntu", "debian")]
    [InlineData("sudo apt-get install iputils-ping", "linuxmint", "ubuntu debian")]
    [InlineData("sudo dnf install iputils", "rocky", "rhel", "centos", "fedora")]
    [InlineData("sudo pacman -S iputils", "arch")]
    [InlineData("sudo zypper install iputils", "opensuse-leap", "suse")]
    [InlineData("doas apk add iputils", "alpine")]
    [InlineData("install the package that brings ping (on Debian: iputils-ping)", "plan9")]
    public void A_missing_program_is_told_with_its_package(string command, params string[] distribution) =>
        Assert.Equal(command, Of(Good with { Programs = [], Distribution = [.. distribution.SelectMany(d => d.Split(' '))] }, "ping").Remedy);

    [Fact]
    public void On_another_system_nothing_is_carried()
    {
        var report = MachineReport.Of(new MachineFacts { Kernel = "Unix", IsLinux = false, Standing = Standing.None }, 100);
        Assert.False(report.CanCarry);
        Assert.Contains("Linux", Assert.Single(report.Findings).Told, StringComparison.Ordinal);
    }

    private static Finding Of(MachineFacts facts, string name, int instances = 100) => MachineFindings.Of(facts, instances).Single(f => f.Name == name);
}
