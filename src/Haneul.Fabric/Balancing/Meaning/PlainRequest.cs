using System.Text;
using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>A request written in text, for those who ask what rules would do with it.</summary>
public sealed class PlainRequest(string method, string host, string path, string query, Ip source, params IReadOnlyList<KeyValuePair<string, string>> headers) : IRequestView
{
    private readonly byte[] method = Encoding.UTF8.GetBytes(method);
    private readonly byte[] host = Encoding.UTF8.GetBytes(host);
    private readonly byte[] path = Encoding.UTF8.GetBytes(path);
    private readonly byte[] query = Encoding.UTF8.GetBytes(query);
    private readonly (byte[] Name, byte[] Value)[] headers = [.. headers.Select(h => (Encoding.UTF8.GetBytes(h.Key), Encoding.UTF8.GetBytes(h.Value)))];

    public ReadOnlySpan<byte> Method => method;

    public ReadOnlySpan<byte> Host => host;

    public ReadOnlySpan<byte> Path => path;

    public ReadOnlySpan<byte> Query => query;

    public Ip Source { get; } = source;

    public bool TryNextHeader(ReadOnlySpan<byte> lowerName, ref int position, out ReadOnlySpan<byte> value)
    {
        while (position < headers.Length)
        {
            var (name, found) = headers[position++];
            if (!Ascii.EqualsIgnoreCase(lowerName, name)) continue;
            value = found;
            return true;
        }
        value = default;
        return false;
    }
}
