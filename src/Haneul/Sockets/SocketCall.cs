using System.Text.Json.Serialization;
using Haneul.Output;

namespace Haneul.Sockets;

/// <summary>A socket call that a program in a host made, as <c>haneul sockets --follow</c> shows it.</summary>
/// <param name="Time">When it was called; where it had to wait, when it ended.</param>
/// <param name="Pid">As the host knows the process; absent where it ended too soon to be asked.</param>
/// <param name="Call">socket, bind, listen, accept, connect, close, shutdown.</param>
/// <param name="LocalName">IANA's service name, or the range of the port.</param>
/// <param name="Result"><c>ok</c>, <c>in progress</c>, or the error in words.</param>
/// <param name="Error">Its name in errno(3).</param>
internal sealed record SocketCall(
    DateTimeOffset Time, string Process, int? Pid, string Call, string Protocol, string? Local, int? LocalPort, string? LocalName, string? Peer, int? PeerPort, string? PeerName, string Result, string? Error)
{
    public const string Ok = "ok";

    public static SocketCall Of(StraceLine line, int? pid, string call, string protocol, SocketEnd? local, SocketEnd? peer, (string Name, string Words)? error) => new(
        line.Time, line.Name, pid, call, protocol, local?.Address, local?.Port, NameOf(local), peer?.Address, peer?.Port, NameOf(peer), error is { } e ? ErrorWords.Of(e.Name, e.Words) : Ok, error?.Name);

    [JsonIgnore]
    public bool IsAccepted => Call == "accept";

    [JsonIgnore]
    public string LocalTold => Local is null ? "" : $"{SocketView.Told(Local, LocalPort ?? 0)} ({LocalName})";

    [JsonIgnore]
    public string PeerTold => Peer is null ? "" : $"{SocketView.Told(Peer, PeerPort ?? 0)} ({PeerName})";

    /// <summary>Port 0 is any.</summary>
    private static string? NameOf(SocketEnd? end) => end is null ? null : end.Port == 0 ? "any" : PortNames.Of(end.Port) ?? PortNames.RangeOf(end.Port);
}

/// <summary>What errors of socket calls mean, in words: connect(2), bind(2), accept(2), socket(2).</summary>
internal static class ErrorWords
{
    /// <param name="name">In errno(3).</param>
    /// <param name="otherwise">What to say of one that is not known here; empty: its name.</param>
    public static string Of(string name, string otherwise) => name switch
    {
        "ECONNREFUSED" => "refused",
        "ETIMEDOUT" => "timed out",
        "EADDRINUSE" => "in use",
        "EADDRNOTAVAIL" => "no address of this host",
        "EHOSTUNREACH" => "host unreachable",
        "ENETUNREACH" => "network unreachable",
        "ENETDOWN" => "network down",
        "ECONNRESET" => "reset",
        "ECONNABORTED" => "aborted",
        "EINPROGRESS" => "in progress",
        "EALREADY" => "still in progress",
        "EISCONN" => "connected already",
        "ENOTCONN" => "not connected",
        "EACCES" or "EPERM" => "not permitted",
        "EAFNOSUPPORT" => "no such address family",
        "EMFILE" or "ENFILE" => "too many open files",
        "EINTR" => "interrupted",
        _ => otherwise.Length == 0 ? name : char.ToLowerInvariant(otherwise[0]) + otherwise[1..],
    };
}
