using System.Text;

namespace Haneul.Balancer;

/// <summary>
/// A request's head, as places in the bytes that it was read from: method, target, headers, and what they mean for the connection. One is used over and over by a loop, for as long as those bytes stand.
/// </summary>
internal sealed class RequestHead
{
    private byte[] _bytes = [];
    private HeaderLine[] _lines = new HeaderLine[32];
    private int _base;

    /// <summary>With the empty line at its end.</summary>
    public int Length { get; set; }

    public int MethodLength { get; set; }

    /// <summary>The target as it was sent.</summary>
    public int TargetFrom { get; set; }

    public int TargetLength { get; set; }

    /// <summary>Where path and query begin within the head: of an absolute target, behind its authority.</summary>
    public int PathFrom { get; set; }

    /// <summary>Where the request line ends, without its CR LF.</summary>
    public int LineLength { get; set; }

    public int HostFrom { get; set; }

    public int HostLength { get; set; }

    public bool IsVersion10 { get; set; }

    public bool IsHead { get; set; }

    /// <summary>The client keeps the connection after the answer.</summary>
    public bool KeepsAlive { get; set; }

    /// <summary>It asks for websocket, the only protocol that a connection is handed over to.</summary>
    public bool Upgrades { get; set; }

    public bool ExpectsContinue { get; set; }

    public Framing Framing { get; set; }

    public long ContentLength { get; set; }

    public int LineCount { get; set; }

    public ClassificationReason Reason { get; set; }

    /// <summary>0, or the status that answers a head that cannot be served.</summary>
    public int Refusal { get; set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(_base, Length);

    public ReadOnlySpan<byte> Line => _bytes.AsSpan(_base, LineLength);

    public ReadOnlySpan<byte> Method => _bytes.AsSpan(_base, MethodLength);

    public ReadOnlySpan<byte> Target => _bytes.AsSpan(_base + TargetFrom, TargetLength);

    /// <summary>Path and query; empty for an absolute target without them.</summary>
    public ReadOnlySpan<byte> PathAndQuery => _bytes.AsSpan(_base + PathFrom, TargetFrom + TargetLength - PathFrom);

    public ReadOnlySpan<byte> Path => PathAndQuery is var all && all.IndexOf((byte)'?') is >= 0 and var at ? all[..at] : all;

    /// <summary>Without the question mark.</summary>
    public ReadOnlySpan<byte> Query => PathAndQuery is var all && all.IndexOf((byte)'?') is >= 0 and var at ? all[(at + 1)..] : default;

    /// <summary>With its port where it has one.</summary>
    public ReadOnlySpan<byte> Host => _bytes.AsSpan(_base + HostFrom, HostLength);

    public Span<HeaderLine> Lines => _lines.AsSpan(0, LineCount);

    public void Begin(byte[] bytes, int from)
    {
        (_bytes, _base) = (bytes, from);
        (Length, LineCount, MethodLength, TargetFrom, TargetLength, PathFrom, LineLength, HostFrom, HostLength) = (0, 0, 0, 0, 0, 0, 0, 0, 0);
        (IsVersion10, IsHead, KeepsAlive, Upgrades, ExpectsContinue) = (false, false, true, false, false);
        (Framing, ContentLength, Reason, Refusal) = (Framing.None, 0, ClassificationReason.None, 0);
    }

    public ref HeaderLine AddLine()
    {
        if (LineCount == _lines.Length) Array.Resize(ref _lines, LineCount * 2);
        ref var line = ref _lines[LineCount++];
        line = default;
        return ref line;
    }

    public ReadOnlySpan<byte> NameOf(in HeaderLine line) => _bytes.AsSpan(_base + line.From, line.NameLength);

    public ReadOnlySpan<byte> ValueOf(in HeaderLine line) => _bytes.AsSpan(_base + line.ValueFrom, line.ValueLength);

    /// <summary>The first value of a header that the balancer knows; empty where there is none.</summary>
    public ReadOnlySpan<byte> Value(KnownHeader known)
    {
        foreach (ref readonly var line in Lines)
        {
            if (line.Known == known) return ValueOf(line);
        }
        return default;
    }

    /// <summary>Where a header of that name stands, from the one with this index on; -1 where there is none.</summary>
    public int IndexOf(ReadOnlySpan<byte> name, int from = 0)
    {
        for (var i = from; i < LineCount; i++)
        {
            if (_lines[i].NameLength == name.Length && Ascii.EqualsIgnoreCase(NameOf(_lines[i]), name)) return i;
        }
        return -1;
    }

    /// <summary>Remembers a worse finding; the worst one is what the request is classified by.</summary>
    public void Found(ClassificationReason reason)
    {
        if (Desync.ClassOf(reason) > Desync.ClassOf(Reason) || Reason == ClassificationReason.None) Reason = reason;
    }

    public bool Refuse(int status, ClassificationReason reason = ClassificationReason.None)
    {
        if (reason != ClassificationReason.None) Found(reason);
        Refusal = status;
        return true;
    }
}
