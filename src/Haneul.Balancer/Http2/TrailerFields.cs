namespace Haneul.Balancer.Http2;

/// <summary>Passes trailers on: RFC 9110, section 6.5. What decides about framing and routing is nothing that a trailer may say.</summary>
internal static class TrailerFields
{
    public static void ToClient(ref HpackWriter to, FieldList fields)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            if (!IsNoTrailer(fields.Name(i))) to.Field(fields.Name(i), fields.Value(i));
        }
    }

    /// <summary>Without what targets believe because the balancer alone says it.</summary>
    public static void ToTarget(ref HpackWriter to, FieldList fields, byte[][] ownNames)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            var name = fields.Name(i);
            if (!IsNoTrailer(name) && !name.StartsWith("x-forwarded-"u8) && !name.StartsWith("x-amzn-"u8) && !IsOwn(name, ownNames)) to.Field(name, fields.Value(i));
        }
    }

    private static bool IsNoTrailer(ReadOnlySpan<byte> name) => name.Length switch
    {
        2 => name.SequenceEqual("te"u8),
        4 => name.SequenceEqual("host"u8),
        6 => name.SequenceEqual("cookie"u8),
        7 => name.SequenceEqual("trailer"u8),
        10 => name.SequenceEqual("set-cookie"u8),
        14 => name.SequenceEqual("content-length"u8),
        _ => false,
    };

    private static bool IsOwn(ReadOnlySpan<byte> name, byte[][] own)
    {
        foreach (var reserved in own)
        {
            if (System.Text.Ascii.EqualsIgnoreCase(name, reserved)) return true;
        }
        return false;
    }
}
