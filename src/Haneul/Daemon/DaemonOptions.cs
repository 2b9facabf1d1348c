using System.Net;

namespace Haneul.Daemon;

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

    /// <summary>Print a line for each call.</summary>
    public bool Verbose { get; init; }

    /// <summary>Where data is kept unless told otherwise: the user's data directory (XDG base directory specification).</summary>
    public static string DefaultData => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } xdg ? xdg : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share"),
        "haneul");
}
