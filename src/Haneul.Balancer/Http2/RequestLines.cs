using System.Text;

namespace Haneul.Balancer.Http2;

/// <summary>Writes the head of a stream as HTTP/1.1 has it, for the code that reads, classifies and forwards requests: RFC 9113, section 8.3.1. It was found well formed before (<see cref="FieldRules"/>).</summary>
internal static class RequestLines
{
    /// <param name="to">Room for all fields and their separators.</param>
    /// <param name="fields">A request's.</param>
    /// <param name="ends">No body follows.</param>
    /// <param name="isChunked">The body goes on in chunks: its length is not known.</param>
    /// <returns>False where it says two things about its host, or what its path is cannot be told.</returns>
    public static bool TryWrite(ref HeadWriter to, FieldList fields, bool ends, out bool isChunked)
    {
        isChunked = false;
        var (method, path, authority) = (-1, -1, -1);
        var first = 0;
        for (; first < fields.Count && fields.Name(first)[0] == ':'; first++)
        {
            var name = fields.Name(first);
            if (name.Length == 7 && name[1] == 'm') method = first;
            else if (name.Length == 5) path = first;
            else if (name.Length == 10) authority = first;
        }
        if (method < 0 || path < 0) return false;
        var target = fields.Value(path);
        if (target[0] != '/' && !(target.SequenceEqual("*"u8) && fields.Value(method).SequenceEqual("OPTIONS"u8))) return false;
        to.Put(fields.Value(method));
        to.Put((byte)' ');
        to.Put(target);
        to.Put(" HTTP/1.1\r\n"u8);
        var host = authority < 0 ? default : fields.Value(authority);
        if (!host.IsEmpty) to.Put("host"u8, host);
        if (!TryWriteFields(ref to, fields, first, host, out var hasLength)) return false;
        isChunked = !ends && !hasLength;
        to.Put(isChunked ? "transfer-encoding: chunked\r\n\r\n"u8 : "\r\n"u8);
        return true;
    }

    private static bool TryWriteFields(ref HeadWriter to, FieldList fields, int first, ReadOnlySpan<byte> host, out bool hasLength)
    {
        hasLength = false;
        var cookies = 0;
        for (var i = first; i < fields.Count; i++)
        {
            var name = fields.Name(i);
            if (name.Length == 4 && name.SequenceEqual("host"u8) && !host.IsEmpty)
            {
                if (!Ascii.EqualsIgnoreCase(fields.Value(i), host)) return false;
                continue;
            }
            if (name.Length == 6 && name.SequenceEqual("cookie"u8))
            {
                cookies++;
                continue;
            }
            // Section 8.1.1 has found several lengths to be the same one.
            if (name.Length == 14 && name.SequenceEqual("content-length"u8))
            {
                if (hasLength) continue;
                hasLength = true;
            }
            to.Put(name, fields.Value(i));
        }
        if (cookies > 0) WriteCookies(ref to, fields, first);
        return true;
    }

    /// <summary>Section 8.2.3: crumbs become one line.</summary>
    private static void WriteCookies(ref HeadWriter to, FieldList fields, int first)
    {
        to.Put("cookie: "u8);
        var isFirst = true;
        for (var i = first; i < fields.Count; i++)
        {
            if (!fields.Name(i).SequenceEqual("cookie"u8)) continue;
            if (!isFirst) to.Put("; "u8);
            to.Put(fields.Value(i));
            isFirst = false;
        }
        to.Put("\r\n"u8);
    }
}
