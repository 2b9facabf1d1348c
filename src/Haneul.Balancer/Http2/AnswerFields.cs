using System.Text;

namespace Haneul.Balancer.Http2;

/// <summary>Writes an answer's head as HPACK: a target's, without what HTTP/1.1 says of its own connection (RFC 9113, section 8.2.2).</summary>
internal static class AnswerFields
{
    /// <param name="to">Where to.</param>
    /// <param name="head">The target's.</param>
    /// <param name="settings">The listener's.</param>
    /// <param name="extra">More lines, each with its CR LF: cookies.</param>
    public static void Write(ref HpackWriter to, ResponseHead head, AnswerSettings settings, scoped ReadOnlySpan<byte> extra)
    {
        to.Status(head.Status);
        foreach (ref readonly var line in head.Lines)
        {
            if (!IsDropped(head, line, settings)) Put(ref to, head.NameOf(line), head.ValueOf(line));
        }
        PutLines(ref to, settings.Lines);
        PutLines(ref to, extra);
    }

    private static void PutLines(ref HpackWriter to, scoped ReadOnlySpan<byte> lines)
    {
        while (!lines.IsEmpty)
        {
            var end = lines.IndexOf("\r\n"u8);
            var colon = lines.IndexOf((byte)':');
            Put(ref to, lines[..colon], lines[(colon + 1)..end].Trim((byte)' '));
            lines = lines[(end + 2)..];
        }
    }

    private static void Put(ref HpackWriter to, scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> value)
    {
        const int LongestOnStack = 256;
        Span<byte> lower = name.Length <= LongestOnStack ? stackalloc byte[LongestOnStack] : new byte[name.Length];
        Ascii.ToLower(name, lower, out var length);
        to.Field(lower[..length], value);
    }

    private static bool IsDropped(ResponseHead head, in HeaderLine line, AnswerSettings settings) => line.Known switch
    {
        KnownHeader.Connection or KnownHeader.KeepAlive or KnownHeader.ProxyConnection or KnownHeader.Upgrade or KnownHeader.TransferEncoding or KnownHeader.Dropped => true,
        KnownHeader.Server => !settings.ShowsServer,
        _ => settings.Names.Length > 0 && IsReplaced(head.NameOf(line), settings.Names),
    };

    private static bool IsReplaced(ReadOnlySpan<byte> name, byte[][] names)
    {
        foreach (var replaced in names)
        {
            if (Ascii.EqualsIgnoreCase(name, replaced)) return true;
        }
        return false;
    }
}
