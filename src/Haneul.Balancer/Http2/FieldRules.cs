using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Haneul.Balancer.Http2;

/// <summary>Which heads are well formed: RFC 9113, section 8. What is not could mean something else to a target that speaks HTTP/1.1, and goes no further.</summary>
internal static class FieldRules
{
    private static readonly SearchValues<byte> NameBytes = SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"u8);
    private static readonly SearchValues<byte> NotInValues = SearchValues.Create("\0\r\n"u8);

    // No space, no control: a path or an authority becomes part of a request line.
    private static readonly SearchValues<byte> NotInTargets = SearchValues.Create([.. Enumerable.Range(0, 0x21).Select(b => (byte)b), 0x7f]);

    /// <summary>A request's head: its pseudo-fields are first, and each is there once.</summary>
    public static bool IsRequest(FieldList fields, out long length)
    {
        length = -1;
        var seen = 0;
        var count = 0;
        for (; count < fields.Count && fields.Name(count) is [(byte)':', ..] name; count++)
        {
            var bit = name.SequenceEqual(":method"u8) ? 1 : name.SequenceEqual(":scheme"u8) ? 2 : name.SequenceEqual(":path"u8) ? 4 : name.SequenceEqual(":authority"u8) ? 8 : 0;
            if (bit == 0 || (seen & bit) != 0 || !IsTarget(fields.Value(count), mayBeEmpty: bit == 8)) return false;
            seen |= bit;
        }
        // CONNECT (8.5) is not served by a balancer: it has no path, and so falls here with the rest.
        return (seen & 7) == 7 && AreFields(fields, count, out length);
    }

    public static bool IsResponse(FieldList fields, out int status, out long length)
    {
        (status, length) = (0, -1);
        if (fields.Count == 0 || !fields.Name(0).SequenceEqual(":status"u8) || fields.Value(0) is not { Length: 3 } digits) return false;
        return Utf8Parser.TryParse(digits, out status, out var used) && used == 3 && status is >= 100 and not 101 && AreFields(fields, 1, out length);
    }

    public static bool AreTrailers(FieldList fields) => AreFields(fields, 0, out _);

    private static bool IsTarget(ReadOnlySpan<byte> value, bool mayBeEmpty) => value.IndexOfAny(NotInTargets) < 0 && (mayBeEmpty || !value.IsEmpty);

    private static bool AreFields(FieldList fields, int from, out long length)
    {
        length = -1;
        for (var i = from; i < fields.Count; i++)
        {
            var name = fields.Name(i);
            var value = fields.Value(i);
            // Section 8.2.1. A pseudo-field here came too late.
            if (name.IsEmpty || name.ContainsAnyExcept(NameBytes) || value.IndexOfAny(NotInValues) >= 0) return false;
            if (value is [(byte)' ' or (byte)'\t', ..] or [.., (byte)' ' or (byte)'\t']) return false;
            if (!MayBeIn2(name, value)) return false;
            if (name.SequenceEqual("content-length"u8) && !TryLength(value, ref length)) return false;
        }
        return true;
    }

    /// <summary>Section 8.2.2: what HTTP/1.1 says of one connection means nothing here.</summary>
    private static bool MayBeIn2(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => name.Length switch
    {
        2 => !name.SequenceEqual("te"u8) || Ascii.EqualsIgnoreCase(value, "trailers"u8),
        7 => !name.SequenceEqual("upgrade"u8),
        10 => !name.SequenceEqual("connection"u8) && !name.SequenceEqual("keep-alive"u8),
        16 => !name.SequenceEqual("proxy-connection"u8),
        17 => !name.SequenceEqual("transfer-encoding"u8),
        _ => true,
    };

    private static bool TryLength(ReadOnlySpan<byte> value, ref long length)
    {
        if (value.IsEmpty || value.ContainsAnyExceptInRange((byte)'0', (byte)'9') || !Utf8Parser.TryParse(value, out long told, out _)) return false;
        if (length >= 0 && told != length) return false;
        length = told;
        return true;
    }
}
