namespace Haneul.Balancer.Http2;

/// <summary>Writes a request's head, as it was made for targets, as HPACK: RFC 9113, section 8.3.1. What it says of a connection of HTTP/1.1 is left out, and trailers are asked for: this side carries them.</summary>
internal static class RequestFields
{
    private const int Get = 2, Post = 3, Http = 6, Https = 7;

    /// <param name="to">Room for all fields, each with <see cref="HpackWriter.FieldOverhead"/>.</param>
    /// <param name="head">A whole head of HTTP/1.1, as <see cref="ForwardedHead"/> writes it.</param>
    /// <param name="isTls">The target is spoken to by TLS.</param>
    public static void Write(ref HpackWriter to, scoped ReadOnlySpan<byte> head, bool isTls)
    {
        var line = head[..head.IndexOf("\r\n"u8)];
        var lines = head[(line.Length + 2)..];
        var (methodEnd, targetEnd) = (line.IndexOf((byte)' '), line.LastIndexOf((byte)' '));
        WriteMethod(ref to, line[..methodEnd]);
        to.Indexed(isTls ? Https : Http);
        var target = line[(methodEnd + 1)..targetEnd];
        if (target.SequenceEqual("/"u8)) to.Indexed(StaticTable.Path);
        else to.Field(StaticTable.Path, target);
        WriteAuthority(ref to, lines);
        foreach (var field in new HeadLines(lines))
        {
            if (!IsOfConnection(field.Name)) to.Lowered(field.Name, field.Value);
        }
        to.Field("te"u8, "trailers"u8);
    }

    private static void WriteMethod(ref HpackWriter to, scoped ReadOnlySpan<byte> method)
    {
        if (method.SequenceEqual("GET"u8)) to.Indexed(Get);
        else if (method.SequenceEqual("POST"u8)) to.Indexed(Post);
        else to.Field(StaticTable.Method, method);
    }

    private static void WriteAuthority(ref HpackWriter to, scoped ReadOnlySpan<byte> lines)
    {
        foreach (var field in new HeadLines(lines))
        {
            if (!Is(field.Name, "host"u8)) continue;
            to.Field(StaticTable.Authority, field.Value);
            return;
        }
    }

    /// <summary>Section 8.2.2, and the host, which has been told.</summary>
    private static bool IsOfConnection(ReadOnlySpan<byte> name) => name.Length switch
    {
        2 => Is(name, "te"u8),
        4 => Is(name, "host"u8),
        7 => Is(name, "upgrade"u8),
        10 => Is(name, "connection"u8) || Is(name, "keep-alive"u8),
        16 => Is(name, "proxy-connection"u8),
        17 => Is(name, "transfer-encoding"u8),
        _ => false,
    };

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> lower) => System.Text.Ascii.EqualsIgnoreCase(name, lower);
}
