using System.Text;

namespace Haneul.Balancer.Http2;

/// <summary>The fields that both ends of HPACK know from the beginning: RFC 7541, appendix A. Counted from 1.</summary>
internal static class StaticTable
{
    public const int Authority = 1, Method = 2, Path = 4, Scheme = 6, Status = 8;

    private static readonly (byte[] Name, byte[] Value)[] Fields = [.. Rows().Select(r => (Encoding.ASCII.GetBytes(r.Name), Encoding.ASCII.GetBytes(r.Value)))];

    public static int Count => Fields.Length;

    public static ReadOnlySpan<byte> Name(int index) => Fields[index - 1].Name;

    public static ReadOnlySpan<byte> Value(int index) => Fields[index - 1].Value;

    private static (string Name, string Value)[] Rows() =>
    [
        (":authority", ""), (":method", "GET"), (":method", "POST"), (":path", "/"), (":path", "/index.html"), (":scheme", "http"), (":scheme", "https"),
        (":status", "200"), (":status", "204"), (":status", "206"), (":status", "304"), (":status", "400"), (":status", "404"), (":status", "500"),
        ("accept-charset", ""), ("accept-encoding", "gzip, deflate"), ("accept-language", ""), ("accept-ranges", ""), ("accept", ""), ("access-control-allow-origin", ""),
        ("age", ""), ("allow", ""), ("authorization", ""), ("cache-control", ""), ("content-disposition", ""), ("content-encoding", ""), ("content-language", ""),
        ("content-length", ""), ("content-location", ""), ("content-range", ""), ("content-type", ""), ("cookie", ""), ("date", ""), ("etag", ""), ("expect", ""),
        ("expires", ""), ("from", ""), ("host", ""), ("if-match", ""), ("if-modified-since", ""), ("if-none-match", ""), ("if-range", ""), ("if-unmodified-since", ""),
        ("last-modified", ""), ("link", ""), ("location", ""), ("max-forwards", ""), ("proxy-authenticate", ""), ("proxy-authorization", ""), ("range", ""), ("referer", ""),
        ("refresh", ""), ("retry-after", ""), ("server", ""), ("set-cookie", ""), ("strict-transport-security", ""), ("transfer-encoding", ""), ("user-agent", ""),
        ("vary", ""), ("via", ""), ("www-authenticate", ""),
    ];
}
