using System.Text;

namespace Haneul.Balancer;

/// <summary>
/// Reads the head of a request: RFC 9112, section 3, strictly. Lines end with CR LF; what another reader could take in another way is classified, and refused or made plain before it goes on.
/// </summary>
internal static class RequestParser
{
    /// <summary>AWS's limit on the request line and on one header.</summary>
    public const int LineLimit = 16 * 1024;

    /// <summary>AWS's limit on all headers.</summary>
    public const int HeadLimit = 64 * 1024;

    /// <summary>False where more bytes are needed; else the head is whole, or <see cref="RequestHead.Refusal"/> says why it cannot be served.</summary>
    public static bool Parse(byte[] buffer, int from, int count, RequestHead head)
    {
        head.Begin(buffer, from);
        var bytes = buffer.AsSpan(from, count);
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0) return RefusesUnfinished(bytes, head);
        head.Length = end + 4;
        if (head.Length > HeadLimit + LineLimit) return head.Refuse(400, ClassificationReason.BadHeader);
        bytes = bytes[..head.Length];
        var lineEnd = bytes.IndexOf((byte)'\r');
        head.LineLength = lineEnd;
        if (lineEnd > LineLimit) return head.Refuse(414);
        if (!ReadRequestLine(bytes[..lineEnd], head)) return true;
        if (bytes[lineEnd + 1] != '\n') return head.Refuse(400, ClassificationReason.BadUri);
        if (!ReadLines(bytes, lineEnd + 2, end + 2, head)) return true;
        HeaderMeaning.Apply(head);
        return true;
    }

    /// <summary>A head that can never become whole is refused at once: bare LF, too much of it.</summary>
    private static bool RefusesUnfinished(ReadOnlySpan<byte> bytes, RequestHead head)
    {
        var at = bytes.IndexOf((byte)'\n');
        if (at < 0 && bytes.Length > LineLimit) return head.Refuse(414);
        if (bytes.Length > HeadLimit) return head.Refuse(400, ClassificationReason.BadHeader);
        while (at >= 0)
        {
            if (at == 0 || bytes[at - 1] != '\r') return head.Refuse(400, ClassificationReason.BadHeader);
            var next = bytes[(at + 1)..].IndexOf((byte)'\n');
            if (next < 0) break;
            at += next + 1;
        }
        // A first byte that no method begins with: TLS, or noise.
        return bytes.Length > 0 && !Tokens.IsToken(bytes[0]) && bytes[0] != '\r' && head.Refuse(400, ClassificationReason.BadMethod);
    }

    private static bool ReadRequestLine(ReadOnlySpan<byte> line, RequestHead head)
    {
        var method = Tokens.Run(line);
        if (method == 0 || method >= line.Length || line[method] != ' ') return !head.Refuse(400, ClassificationReason.BadMethod);
        var last = line.LastIndexOf((byte)' ');
        if (last <= method + 1) return !head.Refuse(400, last == method ? ClassificationReason.BadVersion : ClassificationReason.BadUri);
        head.MethodLength = method;
        head.IsHead = line[..method].SequenceEqual("HEAD"u8);
        head.TargetFrom = head.PathFrom = method + 1;
        head.TargetLength = last - method - 1;
        return ReadVersion(line[(last + 1)..], head) && ReadTarget(line.Slice(method + 1, head.TargetLength), head);
    }

    private static bool ReadVersion(ReadOnlySpan<byte> version, RequestHead head)
    {
        if (version.SequenceEqual("HTTP/1.1"u8)) return true;
        if (version.SequenceEqual("HTTP/1.0"u8))
        {
            head.IsVersion10 = true;
            head.KeepsAlive = false;
            return true;
        }
        // HTTP/1.2 and later minor versions are spoken to as 1.1 (RFC 9110, section 6.2); another major version is not spoken.
        if (version.Length == 8 && version.StartsWith("HTTP/"u8) && char.IsAsciiDigit((char)version[5]) && version[6] == '.' && char.IsAsciiDigit((char)version[7]))
        {
            if (version[5] != '1') return !head.Refuse(505, ClassificationReason.NonCompliantVersion);
            head.Found(ClassificationReason.NonCompliantVersion);
            return true;
        }
        return !head.Refuse(400, ClassificationReason.BadVersion);
    }

    private static bool ReadTarget(ReadOnlySpan<byte> target, RequestHead head)
    {
        var odd = target.IndexOfAny(Tokens.NotInTarget);
        if (odd >= 0)
        {
            if (target[odd] != ' ' || target.IndexOfAny(Tokens.Controls) >= 0 || target.Contains((byte)'\t')) return !head.Refuse(400, ClassificationReason.BadUri);
            head.Found(ClassificationReason.SpaceInUri);
        }
        if (target[0] == '/') return true;
        if (target.SequenceEqual("*"u8) && head.Method.SequenceEqual("OPTIONS"u8)) return true;
        return ReadAbsolute(target, head);
    }

    /// <summary>absolute-form: its authority stands for the Host header (RFC 9112, section 3.2.2).</summary>
    private static bool ReadAbsolute(ReadOnlySpan<byte> target, RequestHead head)
    {
        var scheme = target.IndexOf("://"u8);
        if (scheme <= 0 || !(Ascii.EqualsIgnoreCase(target[..scheme], "http"u8) || Ascii.EqualsIgnoreCase(target[..scheme], "https"u8)))
        {
            return !head.Refuse(head.Method.SequenceEqual("CONNECT"u8) ? 405 : 400, ClassificationReason.BadUri);
        }
        var authority = target[(scheme + 3)..];
        var path = authority.IndexOfAny("/?#"u8);
        if (path >= 0) authority = authority[..path];
        if (authority.IsEmpty || authority.ContainsAnyExcept(Tokens.Host)) return !head.Refuse(400, ClassificationReason.BadUri);
        head.HostFrom = head.TargetFrom + scheme + 3;
        head.HostLength = authority.Length;
        head.PathFrom = head.HostFrom + authority.Length;
        return true;
    }

    private static bool ReadLines(ReadOnlySpan<byte> bytes, int at, int end, RequestHead head)
    {
        if (end - at > HeadLimit) return !head.Refuse(400, ClassificationReason.BadHeader);
        while (at < end)
        {
            var name = Tokens.Run(bytes[at..]);
            if (name == 0 || bytes[at + name] != ':') return !head.Refuse(400, ClassificationReason.BadHeader);
            var value = at + name + 1;
            var length = bytes[value..].IndexOfAny(Tokens.Controls);
            if (length < 0 || bytes[value + length] != '\r' || bytes[value + length + 1] != '\n') return !head.Refuse(400, ClassificationReason.BadHeader);
            if (name + length > LineLimit) return !head.Refuse(400, ClassificationReason.BadHeader);
            var text = bytes.Slice(value, length);
            var trimmed = text.TrimStart(" \t"u8);
            ref var line = ref head.AddLine();
            line.From = at;
            line.NameLength = name;
            line.ValueFrom = value + length - trimmed.Length;
            line.ValueLength = trimmed.TrimEnd(" \t"u8).Length;
            line.To = value + length + 2;
            line.Known = HeaderMeaning.Recognize(bytes.Slice(at, name));
            at = line.To;
        }
        return true;
    }
}
