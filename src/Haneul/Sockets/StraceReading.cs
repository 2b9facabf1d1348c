using System.Globalization;
using System.Text.RegularExpressions;

namespace Haneul.Sockets;

/// <summary>
/// Reads what one strace prints, line by line, as socket calls. Pure but for <paramref name="numberOf"/>. It joins calls that others interrupted, knows processes by the numbers that they have in their host, and tells how a connect ended that went on by itself.
/// </summary>
/// <param name="numberOf">The number in the host of the process of a task of the machine; null where it has ended.</param>
internal sealed partial class StraceReading(Func<int, int?> numberOf)
{
    /// <summary>What strace must be told to trace; the makers of processes tell the numbers of those.</summary>
    public const string Traced = "socket,bind,listen,accept,accept4,connect,close,shutdown,getsockopt,clone,clone3,fork,vfork";

    /// <summary>Connects under way and tasks that are remembered; beyond, what is known of them is forgotten.</summary>
    private const int MostPending = 4096, MostTasks = 65536;

    private readonly Dictionary<int, string> unfinished = [];
    private readonly Dictionary<int, int?> numbers = [];
    private readonly Dictionary<string, Pending> pending = new(StringComparer.Ordinal);

    /// <summary>A process that is traced from now on; it may end before it can be asked for.</summary>
    public void Know(int task, int number) => numbers[task] = number;

    /// <summary>The call that a line ends, where it is one of an internet socket.</summary>
    public SocketCall? Read(string text)
    {
        if (StraceLine.Read(text) is not { } line) return null;
        if (line.Said.StartsWith("+++ ", StringComparison.Ordinal))
        {
            unfinished.Remove(line.Task);
            numbers.Remove(line.Task);
            return null;
        }
        if (Joined(line) is not { } said || StraceCall.Read(said) is not { } call || call.IsOpen) return null;
        if (call.Call is "clone" or "clone3" or "fork" or "vfork")
        {
            LearnChild(line.Task, call, said);
            return null;
        }
        return Call(line, call);
    }

    /// <summary>A call that was interrupted by another task's line comes in two.</summary>
    private string? Joined(StraceLine line)
    {
        if (Begun().Match(line.Said) is { Success: true } begun)
        {
            if (unfinished.Count >= MostTasks) unfinished.Clear();
            unfinished[line.Task] = begun.Groups["head"].Value;
            return null;
        }
        if (Resumed().Match(line.Said) is not { Success: true } resumed) return line.Said;
        return unfinished.Remove(line.Task, out var head) && head.StartsWith(resumed.Groups["call"].Value + "(", StringComparison.Ordinal) ? head + resumed.Groups["tail"].Value : null;
    }

    private void LearnChild(int parent, StraceCall call, string said)
    {
        if (Child().Match(said) is not { Success: true } child) return;
        var inside = int.Parse(child.Groups["inside"].ValueSpan, CultureInfo.InvariantCulture);
        if (numbers.Count >= MostTasks) numbers.Clear();
        numbers[int.Parse(child.Groups["task"].ValueSpan, CultureInfo.InvariantCulture)] = call.Arguments.Contains("CLONE_THREAD", StringComparison.Ordinal) ? NumberOf(parent) : inside;
    }

    private int? NumberOf(int task)
    {
        if (numbers.TryGetValue(task, out var known)) return known;
        if (numbers.Count >= MostTasks) numbers.Clear();
        return numbers[task] = numberOf(task);
    }

    private SocketCall? Call(StraceLine line, StraceCall call)
    {
        if (call.Call == "socket") return Opened(line, call);
        if (SocketDescriptor.Read(call.Arguments) is not { } socket) return null;
        SocketCall Told(string name, SocketEnd? local, SocketEnd? peer) => SocketCall.Of(line, NumberOf(line.Task), name, socket.Protocol, local, peer, call.Error);
        switch (call.Call)
        {
            case "bind":
                return Told("bind", SocketEnd.OfArgument(call.Arguments), null);
            case "connect":
                var peer = SocketEnd.OfArgument(call.Arguments);
                if (peer is not null && call.Error is { Name: "EINPROGRESS" }) Remember(socket, peer);
                return Told("connect", socket.Local, peer);
            case "accept" or "accept4":
                // Nobody was waiting: programs that ask again and again say nothing by that.
                if (call.Error is { Name: "EAGAIN" }) return null;
                var accepted = SocketDescriptor.Read(call.Result);
                return Told("accept", accepted?.Local ?? socket.Local, accepted?.Peer ?? SocketEnd.OfArgument(call.Arguments));
            case "getsockopt":
                return Ended(line, call, socket);
            case "close":
                if (socket.Inode is { } inode) pending.Remove(inode);
                return Told("close", socket.Local, socket.Peer);
            case "listen" or "shutdown":
                return Told(call.Call, socket.Local, socket.Peer);
            default:
                return null;
        }
    }

    /// <summary>The descriptor's protocol is in the result; where it failed, the type tells.</summary>
    private SocketCall? Opened(StraceLine line, StraceCall call)
    {
        if (Family().Match(call.Arguments) is not { Success: true } asked) return null;
        var protocol = SocketDescriptor.Read(call.Result)?.Protocol ?? asked.Groups["type"].Value switch { "STREAM" => "tcp", "DGRAM" => "udp", var other => other.ToLowerInvariant() };
        return SocketCall.Of(line, NumberOf(line.Task), "socket", protocol, null, null, call.Error);
    }

    private void Remember(SocketDescriptor socket, SocketEnd peer)
    {
        if (pending.Count >= MostPending) pending.Clear();
        pending[socket.Inode ?? socket.Number] = new Pending(socket.Number, peer);
    }

    /// <summary>A connect that does not wait tells its end when the program asks for SO_ERROR (connect(2), EINPROGRESS).</summary>
    private SocketCall? Ended(StraceLine line, StraceCall call, SocketDescriptor socket)
    {
        if (Asked().Match(call.Arguments) is not { Success: true } asked) return null;
        // Once it is connected its ends stand where its inode stood.
        var key = socket.Inode is { } inode && pending.ContainsKey(inode) ? inode : pending.FirstOrDefault(p => p.Value.Number == socket.Number && p.Value.Peer == socket.Peer).Key;
        if (key is null || !pending.Remove(key, out var begun)) return null;
        var error = asked.Groups["error"].Value;
        return SocketCall.Of(line, NumberOf(line.Task), "connect", socket.Protocol, socket.Local, begun.Peer, error == "0" ? null : (error, ""));
    }

    private sealed record Pending(string Number, SocketEnd Peer);

    [GeneratedRegex(@"^(?<head>[a-z0-9_]+\(.*?) *<unfinished \.\.\.>$", RegexOptions.CultureInvariant)]
    private static partial Regex Begun();

    [GeneratedRegex(@"^<\.\.\. (?<call>[a-z0-9_]+) resumed>(?<tail>.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Resumed();

    [GeneratedRegex(@" = (?<inside>\d{1,9})<[^<>]*> /\* (?<task>\d{1,9}) in strace's PID NS \*/$", RegexOptions.CultureInvariant)]
    private static partial Regex Child();

    [GeneratedRegex(@"^AF_INET6?, SOCK_(?<type>[A-Z]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Family();

    [GeneratedRegex(@", SOL_SOCKET, SO_ERROR, \[(?<error>[A-Z0-9]+)\]", RegexOptions.CultureInvariant)]
    private static partial Regex Asked();
}
