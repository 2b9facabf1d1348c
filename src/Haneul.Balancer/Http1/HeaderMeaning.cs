using System.Buffers.Text;
using System.Text;

namespace Haneul.Balancer;

/// <summary>What the headers of a request mean for its framing, its host and its connection; RFC 9110, section 7, RFC 9112, sections 3.2, 6 and 9.</summary>
internal static class HeaderMeaning
{
    /// <summary>Longer than any body that is told by its length.</summary>
    private const int DigitLimit = 18;

    public static KnownHeader Recognize(ReadOnlySpan<byte> name) => name.Length switch
    {
        2 => Is(name, "te"u8, KnownHeader.Te),
        4 => Is(name, "host"u8, KnownHeader.Host),
        6 => (name[0] | 0x20) == 'c' ? Is(name, "cookie"u8, KnownHeader.Cookie) : Is(name, "expect"u8, KnownHeader.Expect),
        7 => Is(name, "upgrade"u8, KnownHeader.Upgrade),
        10 => (name[0] | 0x20) switch
        {
            'u' => Is(name, "user-agent"u8, KnownHeader.UserAgent),
            'k' => Is(name, "keep-alive"u8, KnownHeader.KeepAlive),
            _ => Is(name, "connection"u8, KnownHeader.Connection),
        },
        14 => Ascii.EqualsIgnoreCase(name, "content-length"u8) ? KnownHeader.ContentLength : Is(name, "content_length"u8, KnownHeader.Suspicious),
        15 => (name[2] | 0x20) == 'f' ? Is(name, "x-forwarded-for"u8, KnownHeader.ForwardedFor) : Is(name, "x-amzn-trace-id"u8, KnownHeader.TraceId),
        16 => (name[0] | 0x20) == 'x' ? Is(name, "x-forwarded-port"u8, KnownHeader.ForwardedPort) : Is(name, "proxy-connection"u8, KnownHeader.ProxyConnection),
        17 => RecognizeLong(name),
        _ => KnownHeader.None,
    };

    private static KnownHeader RecognizeLong(ReadOnlySpan<byte> name)
    {
        if (Ascii.EqualsIgnoreCase(name, "transfer-encoding"u8)) return KnownHeader.TransferEncoding;
        if (Ascii.EqualsIgnoreCase(name, "x-forwarded-proto"u8)) return KnownHeader.ForwardedProto;
        return Is(name, "transfer_encoding"u8, KnownHeader.Suspicious);
    }

    private static KnownHeader Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> known, KnownHeader header) => Ascii.EqualsIgnoreCase(name, known) ? header : KnownHeader.None;

    /// <summary>Reads the headers that matter; <see cref="RequestHead.Refusal"/> is set where they contradict each other.</summary>
    public static void Apply(RequestHead head)
    {
        var (lengths, encodings, hosts) = (0, 0, 0);
        var upgrade = false;
        foreach (ref var line in head.Lines)
        {
            switch (line.Known)
            {
                case KnownHeader.None or KnownHeader.Cookie or KnownHeader.UserAgent: break;
                case KnownHeader.Host: hosts++; ReadHost(head, line, hosts); break;
                case KnownHeader.ContentLength: lengths++; ReadLength(head, ref line, lengths); break;
                case KnownHeader.TransferEncoding: encodings++; ReadEncoding(head, ref line); break;
                case KnownHeader.Connection: upgrade |= ReadConnection(head, head.ValueOf(line)); break;
                case KnownHeader.Upgrade: head.Upgrades = Ascii.EqualsIgnoreCase(head.ValueOf(line), "websocket"u8); break;
                case KnownHeader.Expect: head.ExpectsContinue = Ascii.EqualsIgnoreCase(head.ValueOf(line), "100-continue"u8); break;
                case KnownHeader.Suspicious: head.Found(ClassificationReason.SuspiciousHeader); break;
                default: break;
            }
            if (head.Refusal != 0) return;
        }
        head.Upgrades &= upgrade && !head.IsVersion10 && head.Method.SequenceEqual("GET"u8);
        if (hosts == 0 && head.HostLength == 0 && !head.IsVersion10) head.Refuse(400, ClassificationReason.BadHeader);
        else if (!Ascii.IsValid(head.Bytes)) head.Found(ClassificationReason.NonCompliantHeader);
        if (lengths > 0 || encodings > 0) Settle(head, lengths, encodings);
    }

    /// <summary>Which of the two framings counts, and what is strange about them.</summary>
    private static void Settle(RequestHead head, int lengths, int encodings)
    {
        if (encodings > 0 && head.IsVersion10) head.Refuse(400, ClassificationReason.BadTransferEncoding);
        if (encodings > 1 && head.Framing == Framing.Chunked) head.Refuse(400, ClassificationReason.MultipleTransferEncodingChunked);
        if (head.Refusal != 0) return;
        if (lengths > 0 && encodings > 0)
        {
            head.Found(ClassificationReason.BothTeClPresent);
            if (head.Framing == Framing.Chunked) DropLengths(head);
        }
        var method = head.Method;
        if (!method.SequenceEqual("GET"u8) && !head.IsHead) return;
        if (head.Framing == Framing.Chunked) head.Found(ClassificationReason.UndefinedTransferEncodingSemantics);
        else if (lengths > 0) head.Found(head.ContentLength == 0 ? ClassificationReason.GetHeadZeroContentLength : ClassificationReason.UndefinedContentLengthSemantics);
    }

    private static void ReadHost(RequestHead head, in HeaderLine line, int count)
    {
        var host = head.ValueOf(line);
        if (count > 1 || host.ContainsAnyExcept(Tokens.Host))
        {
            head.Refuse(400, ClassificationReason.BadHeader);
            return;
        }
        // An absolute target's authority was there first, and counts.
        if (head.HostLength > 0) return;
        head.HostFrom = line.ValueFrom;
        head.HostLength = line.ValueLength;
    }

    private static void ReadLength(RequestHead head, ref HeaderLine line, int count)
    {
        var digits = head.ValueOf(line);
        if (digits.IsEmpty || digits.Length > DigitLimit || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9') || !Utf8Parser.TryParse(digits, out long length, out var used) || used != digits.Length)
        {
            head.Refuse(400, ClassificationReason.BadContentLength);
            return;
        }
        if (count > 1)
        {
            if (length != head.ContentLength)
            {
                head.Refuse(400, ClassificationReason.MultipleContentLength);
                return;
            }
            head.Found(ClassificationReason.DuplicateContentLength);
            line.Known = KnownHeader.Dropped;
        }
        head.ContentLength = length;
        if (head.Framing != Framing.Chunked) head.Framing = length > 0 ? Framing.Length : Framing.None;
    }

    private static void ReadEncoding(RequestHead head, ref HeaderLine line)
    {
        var coding = head.ValueOf(line);
        if (Ascii.EqualsIgnoreCase(coding, "chunked"u8)) head.Framing = Framing.Chunked;
        else if (Ascii.EqualsIgnoreCase(coding, "identity"u8)) line.Known = KnownHeader.Dropped;
        else if (Tokens.Run(coding) == coding.Length && !coding.IsEmpty && !Ascii.EqualsIgnoreCase(coding[..Math.Min(7, coding.Length)], "chunked"u8)) head.Refuse(501, ClassificationReason.BadTransferEncoding);
        else head.Refuse(400, ClassificationReason.BadTransferEncoding);
    }

    /// <summary>Transfer-Encoding counts (RFC 9112, section 6.3), and the target is told of no other.</summary>
    private static void DropLengths(RequestHead head)
    {
        head.ContentLength = 0;
        foreach (ref var line in head.Lines)
        {
            if (line.Known == KnownHeader.ContentLength) line.Known = KnownHeader.Dropped;
        }
    }

    /// <summary>True where an upgrade is asked for. Headers that it names go no further.</summary>
    private static bool ReadConnection(RequestHead head, ReadOnlySpan<byte> value)
    {
        var upgrade = false;
        foreach (var range in value.Split((byte)','))
        {
            var option = Tokens.Trim(value[range]);
            if (Ascii.EqualsIgnoreCase(option, "close"u8)) head.KeepsAlive = false;
            else if (Ascii.EqualsIgnoreCase(option, "keep-alive"u8)) head.KeepsAlive |= head.IsVersion10;
            else if (Ascii.EqualsIgnoreCase(option, "upgrade"u8)) upgrade = true;
            else DropNamed(head, option);
        }
        return upgrade;
    }

    /// <summary>Of headers that the balancer does not know: a client cannot take away Host or what frames the body.</summary>
    private static void DropNamed(RequestHead head, ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty) return;
        for (var i = head.IndexOf(name); i >= 0; i = head.IndexOf(name, i + 1))
        {
            if (head.Lines[i].Known == KnownHeader.None) head.Lines[i].Known = KnownHeader.Dropped;
        }
    }
}
