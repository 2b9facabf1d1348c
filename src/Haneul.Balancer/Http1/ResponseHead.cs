using System.Buffers.Text;
using System.Text;

namespace Haneul.Balancer;

/// <summary>A target's answer up to its body, as places in the bytes that it was read from; one is used over and over by a loop.</summary>
internal sealed class ResponseHead
{
    /// <summary>AWS's limit on the headers of an answer.</summary>
    public const int Limit = 32 * 1024;

    private byte[] _bytes = [];
    private HeaderLine[] _lines = new HeaderLine[32];
    private int _base;

    public int Length { get; private set; }

    public int LineLength { get; private set; }

    public int Status { get; private set; }

    public bool IsVersion10 { get; private set; }

    /// <summary>The target keeps the connection.</summary>
    public bool KeepsAlive { get; private set; }

    public Framing Framing { get; private set; }

    public long ContentLength { get; private set; }

    /// <summary>Lines go no further because of what they say of the connection, or the only Connection header says keep-alive as ours would.</summary>
    public bool IsPlain { get; private set; }

    public bool HasServer { get; private set; }

    public int LineCount { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(_base, Length);

    public Span<HeaderLine> Lines => _lines.AsSpan(0, LineCount);

    public ReadOnlySpan<byte> NameOf(in HeaderLine line) => _bytes.AsSpan(_base + line.From, line.NameLength);

    public ReadOnlySpan<byte> ValueOf(in HeaderLine line) => _bytes.AsSpan(_base + line.ValueFrom, line.ValueLength);

    /// <summary>Bytes that it takes: 0 where more are needed, -1 where it is none.</summary>
    public int Parse(byte[] buffer, int from, int count, bool answersHead)
    {
        var bytes = buffer.AsSpan(from, count);
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0) return bytes.Length > Limit || !LooksRight(bytes) ? -1 : 0;
        if (end + 4 > Limit) return -1;
        (_bytes, _base, Length, LineCount) = (buffer, from, end + 4, 0);
        (Framing, ContentLength, IsPlain, HasServer) = (Framing.Close, 0, false, false);
        return ReadStatus(bytes[..Length]) && ReadLines(bytes[..Length], end + 2) && Settle(answersHead) ? Length : -1;
    }

    private static bool LooksRight(ReadOnlySpan<byte> bytes)
    {
        var known = "HTTP/1."u8;
        var length = Math.Min(bytes.Length, known.Length);
        return bytes[..length].SequenceEqual(known[..length]);
    }

    private bool ReadStatus(ReadOnlySpan<byte> bytes)
    {
        LineLength = bytes.IndexOf((byte)'\r');
        if (LineLength < 12 || !bytes.StartsWith("HTTP/1."u8) || bytes[7] is not ((byte)'0' or (byte)'1') || bytes[8] != ' ') return false;
        if (LineLength > 12 && bytes[12] != ' ' || bytes[..LineLength].IndexOfAny(Tokens.Controls) >= 0 || bytes[LineLength + 1] != '\n') return false;
        IsVersion10 = bytes[7] == '0';
        KeepsAlive = !IsVersion10;
        return Utf8Parser.TryParse(bytes.Slice(9, 3), out int status, out var used) && used == 3 && (Status = status) is >= 100 and <= 999;
    }

    private bool ReadLines(ReadOnlySpan<byte> bytes, int end)
    {
        var at = LineLength + 2;
        while (at < end)
        {
            var name = Tokens.Run(bytes[at..]);
            if (name == 0 || bytes[at + name] != ':') return false;
            var value = at + name + 1;
            var length = bytes[value..].IndexOfAny(Tokens.Controls);
            if (length < 0 || bytes[value + length] != '\r' || bytes[value + length + 1] != '\n') return false;
            if (LineCount == _lines.Length) Array.Resize(ref _lines, LineCount * 2);
            var trimmed = bytes.Slice(value, length).TrimStart(" \t"u8);
            ref var line = ref _lines[LineCount++];
            line.From = at;
            line.NameLength = name;
            line.ValueFrom = value + length - trimmed.Length;
            line.ValueLength = trimmed.TrimEnd(" \t"u8).Length;
            line.To = at = value + length + 2;
            line.Known = Recognize(bytes.Slice(line.From, name));
        }
        return true;
    }

    private static KnownHeader Recognize(ReadOnlySpan<byte> name) => name.Length switch
    {
        6 when Ascii.EqualsIgnoreCase(name, "server"u8) => KnownHeader.Server,
        7 when Ascii.EqualsIgnoreCase(name, "upgrade"u8) => KnownHeader.Upgrade,
        10 when Ascii.EqualsIgnoreCase(name, "connection"u8) => KnownHeader.Connection,
        10 when Ascii.EqualsIgnoreCase(name, "keep-alive"u8) => KnownHeader.KeepAlive,
        14 when Ascii.EqualsIgnoreCase(name, "content-length"u8) => KnownHeader.ContentLength,
        16 when Ascii.EqualsIgnoreCase(name, "proxy-connection"u8) => KnownHeader.ProxyConnection,
        17 when Ascii.EqualsIgnoreCase(name, "transfer-encoding"u8) => KnownHeader.TransferEncoding,
        _ => KnownHeader.None,
    };

    /// <summary>The framing of the body, RFC 9112, section 6.3; what contradicts itself is no answer.</summary>
    private bool Settle(bool answersHead)
    {
        var (lengths, connections, others) = (0, 0, 0);
        foreach (ref var line in Lines)
        {
            switch (line.Known)
            {
                case KnownHeader.ContentLength:
                    if (!ReadLength(ref line, ref lengths)) return false;
                    break;
                case KnownHeader.TransferEncoding:
                    if (Framing == Framing.Chunked || IsVersion10 || !Ascii.EqualsIgnoreCase(ValueOf(line), "chunked"u8)) return false;
                    Framing = Framing.Chunked;
                    break;
                case KnownHeader.Connection:
                    connections += ReadConnection(ValueOf(line)) ? 1 : 2;
                    break;
                case KnownHeader.KeepAlive or KnownHeader.ProxyConnection or KnownHeader.Upgrade: others++; break;
                case KnownHeader.Server: HasServer = true; break;
                default: break;
            }
        }
        if (Framing == Framing.Chunked && lengths > 0) return false;
        if (lengths > 0) Framing = ContentLength > 0 ? Framing.Length : Framing.None;
        if (answersHead || Status < 200 || Status is 204 or 304) Framing = Framing.None;
        if (Framing == Framing.Close) KeepsAlive = false;
        IsPlain = connections == 1 && others == 0 && !IsVersion10;
        return true;
    }

    private bool ReadLength(ref HeaderLine line, ref int count)
    {
        var digits = ValueOf(line);
        if (digits.IsEmpty || digits.Length > 18 || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9') || !Utf8Parser.TryParse(digits, out long length, out _)) return false;
        if (++count > 1)
        {
            if (length != ContentLength) return false;
            line.Known = KnownHeader.Dropped;
        }
        ContentLength = length;
        return true;
    }

    /// <summary>True where it says nothing but keep-alive.</summary>
    private bool ReadConnection(ReadOnlySpan<byte> value)
    {
        if (Ascii.EqualsIgnoreCase(value, "keep-alive"u8)) return KeepsAlive = true;
        foreach (var range in value.Split((byte)','))
        {
            if (Ascii.EqualsIgnoreCase(Tokens.Trim(value[range]), "close"u8)) KeepsAlive = false;
        }
        return false;
    }
}
