using System.Net;
using Haneul.Model;

namespace Haneul.Daemon;

/// <summary>Whether packets are carried.</summary>
internal enum RunMode
{
    /// <summary>Carried where the machine allows it, else computed.</summary>
    Auto,

    /// <summary>Carried, or the daemon does not start.</summary>
    Kernel,

    /// <summary>Computed.</summary>
    Model,
}

/// <summary>How a daemon is to run.</summary>
internal sealed record DaemonOptions
{
    /// <summary>The port that local AWS tools already expect.</summary>
    public const int DefaultPort = 4566;

    public const string DefaultAccount = "000000000000";

    public IPAddress Listen { get; init; } = IPAddress.Loopback;

    /// <summary>0 lets the system choose.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>The directory of the store and of the file that tells where the daemon is.</summary>
    public required string Data { get; init; }

    public string Account { get; init; } = DefaultAccount;

    /// <summary>Public addresses are given out of these first, in this order.</summary>
    public IReadOnlyList<Cidr> Pools { get; init; } = [];

    public RunMode Mode { get; init; } = RunMode.Model;

    /// <summary>Joins this machine to the emulated internet by a link and a route.</summary>
    public bool HostLink { get; init; } = true;

    /// <summary>The process that keeps the user namespace which a normal user's daemon runs in; null: it runs on the machine itself.</summary>
    public int? Keeper { get; init; }

    /// <summary>The number of the socket that listens on the machine, where the daemon cannot open one itself.</summary>
    public int? Socket { get; init; }

    /// <summary>Print a line for each call.</summary>
    public bool Verbose { get; init; }

    /// <summary>What an empty world begins with.</summary>
    public void LayFirst(Draft draft)
    {
        FirstOutside.Lay(draft);
        PublicPools.Set(draft, Pools);
    }

    /// <summary>Where data is kept unless told otherwise: the user's data directory (XDG base directory specification).</summary>
    public static string DefaultData => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } xdg ? xdg : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share"),
        "haneul");
}
