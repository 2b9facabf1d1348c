using Haneul.Kernel;

namespace Haneul.Doctor;

/// <summary>As whom this process may make namespaces.</summary>
internal enum Standing
{
    /// <summary>Root, with the rights that root has.</summary>
    Root,

    /// <summary>Root of a user namespace already.</summary>
    UserNamespace,

    /// <summary>A user who may make a user namespace, and be root there.</summary>
    User,

    /// <summary>Neither.</summary>
    None,
}

/// <summary>What was found on a machine: all that <see cref="MachineFindings"/> judges, so that every machine can be judged anywhere.</summary>
internal sealed record MachineFacts
{
    /// <summary>The kernel's release, <c>6.18.0-1-amd64</c>; another system's name where it is no Linux.</summary>
    public required string Kernel { get; init; }

    public bool IsLinux { get; init; } = true;

    public required Standing Standing { get; init; }

    /// <summary>Root by number, but without root's rights (in most containers).</summary>
    public bool IsBoundRoot { get; init; }

    /// <summary>Why no user namespace can be made, where that was tried.</summary>
    public string? UserNamespaceProblem { get; init; }

    /// <summary>kernel.unprivileged_userns_clone (Debian) is there and off.</summary>
    public bool IsCloneRestricted { get; init; }

    /// <summary>kernel.apparmor_restrict_unprivileged_userns (Ubuntu) is there and on.</summary>
    public bool IsAppArmorRestricted { get; init; }

    /// <summary>What a normal user may hand out to instances; null for others.</summary>
    public UserNumbers? Numbers { get; init; }

    /// <summary>From where on nobody has subordinate numbers.</summary>
    public uint FirstFreeNumber { get; init; }

    /// <summary>The user's name.</summary>
    public string UserName { get; init; } = "";

    /// <summary>Null where nothing could be tried.</summary>
    public KernelTrials? Trials { get; init; }

    /// <summary>Where an overlay was tried.</summary>
    public string OverlayDirectory { get; init; } = "";

    public CgroupFacts Cgroups { get; init; } = new(0, false, "none are mounted");

    /// <summary>net.ipv4.neigh.default.gc_thresh3; null where it cannot be read.</summary>
    public int? NeighbourThreshold { get; init; }

    /// <summary>net.netfilter.nf_conntrack_max</summary>
    public int? ConntrackMax { get; init; }

    /// <summary>kernel.pid_max</summary>
    public int? PidMax { get; init; }

    /// <summary>The lowest of user.max_user_namespaces, max_net_namespaces, max_mnt_namespaces, max_pid_namespaces and max_uts_namespaces.</summary>
    public int? NamespacesMax { get; init; }

    /// <summary>Files that this process may have open.</summary>
    public int? OpenFilesMax { get; init; }

    /// <summary>Why TLS cannot be spoken; null where it can.</summary>
    public string? TlsProblem { get; init; }

    /// <summary>OpenSSL's.</summary>
    public string TlsVersion { get; init; } = "";

    /// <summary>Programs that were looked for and found.</summary>
    public IReadOnlyCollection<string> Programs { get; init; } = [];

    /// <summary>ID and ID_LIKE of /etc/os-release.</summary>
    public IReadOnlyCollection<string> Distribution { get; init; } = [];
}

/// <summary>Control groups: their version (0: none), and whether groups that bound memory and CPU can be made; why not.</summary>
internal sealed record CgroupFacts(int Version, bool CanBound, string Problem);
