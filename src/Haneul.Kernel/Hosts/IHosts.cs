using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>
/// Linux hosts in namespaces of their own (network, mount, process, user, host name): instances, and hosts outside. A host's processes belong to its own init, not to the daemon: it lives on when the daemon dies, and is found again by its id.
/// Safe for use by several threads.
/// </summary>
public interface IHosts : IAsyncDisposable
{
    /// <summary>Hosts whose init runs, by id; at start-up those that an earlier daemon left.</summary>
    IReadOnlyDictionary<string, RunningHost> Running { get; }

    /// <summary>A host ended by itself (shut down from inside, or killed): its id.</summary>
    event Action<string>? Ended;

    /// <summary>Makes the namespaces and the root; nothing runs yet, so that the network can be laid first (in the network namespace of the process that the answer names). Throws <see cref="HostException"/>.</summary>
    RunningHost Create(HostSpec spec);

    /// <summary>Lets init run: first boot work, user data, then waiting. Listens on port 22 and starts sshd at the first connection.</summary>
    void Boot(string id);

    /// <summary>Ends all processes of the host (asked first, killed after the grace); its layer stays.</summary>
    Task StopAsync(string id, TimeSpan grace, CancellationToken cancel);

    /// <summary>Removes what a host that no longer runs left: its layer, its console.</summary>
    void Forget(string id);

    /// <summary>What the host printed at boot, with its user data's output (the newest 64 KiB).</summary>
    string Console(string id);

    /// <summary>CPU time that a host has used since it was made; null where the machine does not count it (no cgroups: a normal user's hosts).</summary>
    TimeSpan? CpuTimeOf(string id);

    /// <summary>Runs a command in the host and collects what it says; for probes and tests.</summary>
    Task<HostOutput> RunAsync(string id, IReadOnlyList<string> command, string? input, string user, CancellationToken cancel);

    /// <summary>The command line (for the machine) that runs a command in the host with the terminal of whoever starts it; from a thread that has called <see cref="HostGuard.Apply"/>.</summary>
    IReadOnlyList<string> CommandFor(string id, IReadOnlyList<string> command, string user);
}

/// <summary>What a host is to be.</summary>
public sealed record HostSpec
{
    /// <summary>Unique in this Haneul: the instance's id, or <c>outside-NAME</c>. Also the name of its network namespace.</summary>
    public required string Id { get; init; }

    /// <summary><c>ip-10-0-0-10.ap-northeast-2.compute.internal</c></summary>
    public required string HostName { get; init; }

    /// <summary>The user that people log in as; may use sudo without a password.</summary>
    public string User { get; init; } = "ec2-user";

    /// <summary>A line for authorized_keys; null: nobody may log in by key.</summary>
    public string? AuthorizedKey { get; init; }

    /// <summary>The root filesystem by name; <c>default</c> is the machine's /usr, read-only.</summary>
    public string Image { get; init; } = "default";

    public ImmutableArray<Ip> Resolvers { get; init; } = [];

    /// <summary>The domain that resolv.conf searches.</summary>
    public string? SearchDomain { get; init; }

    /// <summary>Names in /etc/hosts besides localhost and its own.</summary>
    public ImmutableDictionary<string, Ip> KnownHosts { get; init; } = ImmutableDictionary<string, Ip>.Empty;

    /// <summary>Run as root at the first boot if it begins with <c>#!</c>, or as cloud-config (runcmd, packages are ignored and said so); decoded and unpacked already.</summary>
    public ImmutableArray<byte> UserData { get; init; } = [];

    /// <summary>0: unbounded.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>0: unbounded.</summary>
    public double Cpus { get; init; }

    public int LargestProcessCount { get; init; } = 512;
}

/// <summary>A host whose namespaces are there.</summary>
/// <param name="Id">As in its spec.</param>
/// <param name="Pid">A process in its namespaces, by the machine's number: init, once it is booted.</param>
/// <param name="Booted">Init runs.</param>
public sealed record RunningHost(string Id, int Pid, bool Booted);

/// <summary>What a command said, and how it ended.</summary>
public sealed record HostOutput(int ExitCode, string Output, string Errors);

/// <summary>A host could not be made or run: what was attempted, on which host.</summary>
public sealed class HostException(string message, Exception? inner = null) : Exception(message, inner);
