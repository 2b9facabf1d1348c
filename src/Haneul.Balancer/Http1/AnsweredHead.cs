using System.Text;

namespace Haneul.Balancer;

/// <summary>What a listener's attributes say about answers that go to clients.</summary>
internal sealed record AnswerSettings
{
    public static AnswerSettings Plain { get; } = new();

    /// <summary>Lines that are put on every answer, each with its CR LF.</summary>
    public byte[] Lines { get; init; } = [];

    /// <summary>The names of those lines: what a target says under them is replaced.</summary>
    public byte[][] Names { get; init; } = [];

    public bool ShowsServer { get; init; } = true;
}

/// <summary>Writes the head that goes to a client: a target's, without what is between target and balancer only.</summary>
internal static class AnsweredHead
{
    /// <summary>The head can go as it came.</summary>
    public static bool IsNeedless(ResponseHead head, AnswerSettings settings, bool keepsAlive) =>
        head.IsPlain && keepsAlive && settings.Names.Length == 0 && (settings.ShowsServer || !head.HasServer);

    /// <param name="to">Where to.</param>
    /// <param name="head">The target's.</param>
    /// <param name="settings">The listener's.</param>
    /// <param name="keepsAlive">The client's connection stays.</param>
    /// <param name="isDecoded">The body goes without chunks, its end is that of the connection: to clients of HTTP/1.0.</param>
    /// <param name="extra">More lines, each with its CR LF: cookies.</param>
    public static void Write(ref HeadWriter to, ResponseHead head, AnswerSettings settings, bool keepsAlive, bool isDecoded, scoped ReadOnlySpan<byte> extra)
    {
        var bytes = head.Bytes;
        var from = 0;
        if (head.IsVersion10)
        {
            to.Put("HTTP/1.1"u8);
            from = 8;
        }
        foreach (ref readonly var line in head.Lines)
        {
            if (!IsDropped(head, line, settings, isDecoded)) continue;
            to.Put(bytes[from..line.From]);
            from = line.To;
        }
        to.Put(bytes[from..(head.Length - 2)]);
        to.Put(settings.Lines);
        to.Put(extra);
        to.Put(head.Status switch
        {
            101 => "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n"u8,
            < 200 => "\r\n"u8,
            _ => keepsAlive ? "Connection: keep-alive\r\n\r\n"u8 : "Connection: close\r\n\r\n"u8,
        });
    }

    private static bool IsDropped(ResponseHead head, in HeaderLine line, AnswerSettings settings, bool isDecoded) => line.Known switch
    {
        KnownHeader.Connection or KnownHeader.KeepAlive or KnownHeader.ProxyConnection or KnownHeader.Upgrade or KnownHeader.Dropped => true,
        KnownHeader.TransferEncoding => isDecoded,
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
