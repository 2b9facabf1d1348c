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
            if (!IsDropped(head, line, settings)) to.Lowered(head.NameOf(line), head.ValueOf(line));
        }
        PutLines(ref to, settings.Lines);
        PutLines(ref to, extra);
    }

    private static void PutLines(ref HpackWriter to, scoped ReadOnlySpan<byte> lines)
    {
        foreach (var field in new HeadLines(lines)) to.Lowered(field.Name, field.Value);
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
