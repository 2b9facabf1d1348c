using System.Text;

namespace Haneul.Balancer;

/// <summary>A query's parameters, decoded as forms are (https://url.spec.whatwg.org/#urlencoded-parsing); the first of a name counts.</summary>
internal static class QueryText
{
    public static Dictionary<string, string> Parse(ReadOnlySpan<byte> query)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in Encoding.Latin1.GetString(query).Split('&'))
        {
            var cut = pair.Split('=', 2);
            if (cut.Length == 2) found.TryAdd(Uri.UnescapeDataString(cut[0]), Uri.UnescapeDataString(cut[1].Replace('+', ' ')));
        }
        return found;
    }
}
