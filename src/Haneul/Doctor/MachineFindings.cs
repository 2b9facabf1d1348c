using System.Globalization;
using Haneul.Kernel;

namespace Haneul.Doctor;

/// <summary>Judges a machine: what carrying packets needs, what many instances need, and what to do about each gap. Pure.</summary>
internal static class MachineFindings
{
    /// <summary>Processes of an instance with a service or two: its init, sshd, a session, what it runs.</summary>
    private const int ProcessesPerInstance = 20;

    /// <summary>Neighbour entries of an instance in the worst case, one at each end of its cable; those of VPCs are permanent and not counted, those of homes are.</summary>
    private const int NeighboursPerInstance = 2;

    private const int FilesPerInstance = 8;
    private const int OwnFiles = 2048;
    private const int OwnNamespaces = 64;
    private const int OwnProcesses = 4096;

    /// <summary>A NAT gateway tracks 55,000 connections to one destination.</summary>
    private const int FewestConnections = 65536;

    /// <summary>Idmapped mounts came with 5.12, overlays in user namespaces with 5.11: https://docs.kernel.org/filesystems/idmappings.html</summary>
    private static readonly Version OldestKernel = new(5, 12);

    /// <param name="facts">What was found.</param>
    /// <param name="instances">How many instances are wanted.</param>
    public static IReadOnlyList<Finding> Of(MachineFacts facts, int instances)
    {
        if (!facts.IsLinux) return [new Finding("system", Health.Missing, $"{facts.Kernel}: packets are carried on Linux only", "run it on Linux, or in a Linux virtual machine")];
        return [Kernel(facts), Rights(facts), .. Numbers(facts), .. Parts(facts), .. Limits(facts, instances), Tls(facts), .. Programs(facts)];
    }

    private static Finding Kernel(MachineFacts facts)
    {
        var numbers = facts.Kernel.Split('.', '-', '+');
        var isOld = numbers.Length >= 2 && int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            && int.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minor) && new Version(major, minor) < OldestKernel;
        return isOld
            ? new Finding("kernel", Health.Lacking, $"{facts.Kernel}: older than {OldestKernel}, which Haneul is made for", "install a newer kernel")
            : new Finding("kernel", Health.Ok, facts.Kernel);
    }

    private const string Less = "instances and VPCs work, this machine gets no route to them";

    private static string AsRoot => $"sudo {Commands.Self.Name} up";

    private static Finding Rights(MachineFacts facts) => facts.Standing switch
    {
        Standing.Root => new Finding("rights", Health.Ok, "root"),
        Standing.UserNamespace => new Finding("rights", Health.Lacking, $"root in a user namespace: {Less}", AsRoot),
        Standing.User => new Finding("rights", Health.Lacking, $"a normal user, who can be root in a user namespace: {Less}", AsRoot),
        _ when facts.IsBoundRoot => new Finding("rights", Health.Missing, "root without root's rights, as in a container", "start the container with --privileged"),
        _ => new Finding("rights", Health.Missing, $"a normal user, and no user namespace can be made: {facts.UserNamespaceProblem}", Unlocking(facts)),
    };

    /// <summary>Root inside instances is never the user where there are numbers to spare: then sshd, sudo and services are what they are elsewhere.</summary>
    private static IEnumerable<Finding> Numbers(MachineFacts facts)
    {
        if (facts.Numbers is not { } numbers) yield break;
        yield return numbers.HasRange
            ? new Finding("user numbers", Health.Ok, $"{UserNumbers.Wanted} from {numbers.Users} on, for the users inside instances")
            : new Finding("user numbers", Health.Lacking, $"instances have one user, who is root as well: no sudo, and no service with a user of its own: {numbers.Problem}", Lending(facts));
    }

    private static string Lending(MachineFacts facts)
    {
        var range = $"{facts.FirstFreeNumber}-{facts.FirstFreeNumber + UserNumbers.Wanted - 1}";
        var lend = $"sudo usermod --add-subuids {range} --add-subgids {range} {facts.UserName}";
        return facts.Programs.Contains("newuidmap") ? lend : $"{Packages.Installing("newuidmap", facts.Distribution)}; {lend}";
    }

    private static string Unlocking(MachineFacts facts)
    {
        if (!facts.Programs.Contains("unshare")) return Packages.Installing("unshare", facts.Distribution);
        if (facts.IsAppArmorRestricted) return "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0";
        if (facts.IsCloneRestricted) return "sudo sysctl -w kernel.unprivileged_userns_clone=1";
        return facts.NamespacesMax is 0 ? "sudo sysctl -w user.max_user_namespaces=15000" : AsRoot;
    }

    private static IEnumerable<Finding> Parts(MachineFacts facts)
    {
        if (facts.Trials is not { } t) yield break;
        yield return Part("namespaces", t.Namespaces, "use a kernel with CONFIG_NET_NS and CONFIG_NAMESPACES; in a container, start it with --privileged");
        if (t.Namespaces is not null) yield break;
        yield return Part("veth", t.Veth, "sudo modprobe veth");
        yield return Part("bridge", t.Bridge, "sudo modprobe bridge", "homes outside have no network");
        yield return Part("nf_tables", t.NfTables, "sudo modprobe -a nf_tables nft_chain_nat nft_ct");
        yield return Part("conntrack", t.Conntrack, "sudo modprobe -a nf_conntrack nf_conntrack_netlink");
        yield return Part("ip_forward", t.Forwarding, "let /proc/sys be written; in a container, start it with --privileged");
        yield return Overlay(facts, t.Overlay);
        yield return Part("idmapped mounts", t.IdMappedMounts, facts.Standing != Standing.Root ? AsRoot : "use a kernel from 5.12 on, with /usr on a filesystem that knows them (ext4, xfs, btrfs)", "files of /usr belong to nobody inside instances: sudo and su are copies, other setuid programs do not work");
        yield return facts.Cgroups.CanBound
            ? new Finding("cgroups", Health.Ok, $"version {facts.Cgroups.Version}: memory and CPU of instances are bounded")
            : new Finding("cgroups", Health.Lacking, $"memory and CPU of instances are not bounded: {facts.Cgroups.Problem}", facts.Standing == Standing.Root ? "mount control groups writable, with the memory and cpu controllers" : AsRoot);
    }

    private static Finding Part(string name, string? problem, string remedy, string? without = null) =>
        problem is null ? new Finding(name, Health.Ok, "works")
        : without is null ? new Finding(name, Health.Missing, problem, remedy)
        : new Finding(name, Health.Lacking, $"{without}: {problem}", remedy);

    private static Finding Overlay(MachineFacts facts, string? problem) =>
        problem is null
            ? new Finding("overlayfs", Health.Ok, $"works in {facts.OverlayDirectory}")
            : new Finding("overlayfs", Health.Missing, problem, "sudo modprobe overlay; or keep the data on another filesystem (ext4, xfs): haneul up --data DIRECTORY");

    private static IEnumerable<Finding> Limits(MachineFacts facts, int instances)
    {
        var neighbours = NeighboursPerInstance * instances;
        if (facts.NeighbourThreshold is { } threshold)
        {
            var wanted = RoundUp(neighbours);
            yield return Limit("neighbour table", threshold, neighbours, instances, "entries for all namespaces together", $"sudo sysctl -w net.ipv4.neigh.default.gc_thresh1={wanted / 4} net.ipv4.neigh.default.gc_thresh2={wanted / 2} net.ipv4.neigh.default.gc_thresh3={wanted}");
        }
        if (facts.ConntrackMax is { } tracked)
        {
            yield return tracked >= FewestConnections
                ? new Finding("conntrack_max", Health.Ok, $"{tracked} connections in each namespace")
                : new Finding("conntrack_max", Health.Lacking, $"{tracked} connections in each namespace; a NAT gateway may track 55,000 to one destination", $"sudo sysctl -w net.netfilter.nf_conntrack_max={4 * FewestConnections}");
        }
        if (facts.NamespacesMax is { } namespaces) yield return Limit("namespaces of a kind", namespaces, instances + OwnNamespaces, instances, "for this user", Sysctl("user.max_{0}_namespaces", RoundUp(instances + OwnNamespaces)));
        if (facts.PidMax is { } pids) yield return Limit("pid_max", pids, OwnProcesses + ProcessesPerInstance * instances, instances, "processes on the machine", $"sudo sysctl -w kernel.pid_max={Math.Min(4194304, RoundUp(OwnProcesses + ProcessesPerInstance * instances))}");
        if (facts.OpenFilesMax is { } files) yield return Limit("open files", files, OwnFiles + FilesPerInstance * instances, instances, "for this process", $"ulimit -n {RoundUp(OwnFiles + FilesPerInstance * instances)}   (in a service: LimitNOFILE={RoundUp(OwnFiles + FilesPerInstance * instances)})");
    }

    private static Finding Limit(string name, int have, int need, int instances, string of, string remedy) => have >= need
        ? new Finding(name, Health.Ok, $"{have} {of}")
        : new Finding(name, Health.Lacking, $"{have} {of}; {instances} instances may need {need}", remedy);

    private static string Sysctl(string name, int value) =>
        "sudo sysctl -w " + string.Join(' ', new[] { "user", "net", "mnt", "pid", "uts" }.Select(k => $"{string.Format(CultureInfo.InvariantCulture, name, k)}={value}"));

    private static int RoundUp(int value) => (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(1024, value));

    private static Finding Tls(MachineFacts facts) => facts.TlsProblem is null
        ? new Finding("OpenSSL", Health.Ok, facts.TlsVersion)
        : new Finding("OpenSSL", Health.Lacking, $"load balancers speak no TLS: {facts.TlsProblem}", "install OpenSSL 3 (on Debian: sudo apt-get install libssl3)");

    private static IEnumerable<Finding> Programs(MachineFacts facts)
    {
        foreach (var (program, use) in Packages.Wanted)
        {
            yield return facts.Programs.Contains(program)
                ? new Finding(program, Health.Ok, "installed")
                : new Finding(program, Health.Lacking, $"not installed: {use}", Packages.Installing(program, facts.Distribution));
        }
    }
}
