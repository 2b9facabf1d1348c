using System.Text;
using Haneul.Fabric;

namespace Haneul.Balancer;

/// <summary>Reads cookies where they came (RFC 6265, section 4.2).</summary>
public static class Cookies
{
    /// <summary>The value of the first cookie of this name, whose case counts.</summary>
    public static bool TryFind(ReadOnlySpan<byte> header, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        while (!header.IsEmpty)
        {
            var end = header.IndexOf((byte)';');
            var pair = (end < 0 ? header : header[..end]).Trim((byte)' ');
            if (pair.Length > name.Length && pair[name.Length] == '=' && pair.StartsWith(name))
            {
                value = pair[(name.Length + 1)..];
                return true;
            }
            header = end < 0 ? default : header[(end + 1)..];
        }
        value = default;
        return false;
    }

    /// <summary>The value of the first cookie of this name in a request; null where there is none.</summary>
    public static string? ValueOf<TRequest>(scoped in TRequest request, ReadOnlySpan<byte> name)
        where TRequest : IRequestView, allows ref struct
    {
        for (var position = 0; request.TryNextHeader("cookie"u8, ref position, out var header);)
        {
            if (TryFind(header, name, out var value)) return Encoding.Latin1.GetString(value);
        }
        return null;
    }

    /// <summary>The names of a request's cookies that begin so, as they came.</summary>
    public static List<string> NamesOf<TRequest>(scoped in TRequest request, ReadOnlySpan<byte> start)
        where TRequest : IRequestView, allows ref struct
    {
        var names = new List<string>();
        for (var position = 0; request.TryNextHeader("cookie"u8, ref position, out var header);)
        {
            foreach (var part in header.Split((byte)';'))
            {
                var pair = header[part].Trim((byte)' ');
                if (pair.StartsWith(start) && pair.IndexOf((byte)'=') is > 0 and var end) names.Add(Encoding.Latin1.GetString(pair[..end]));
            }
        }
        return names;
    }

    /// <summary>Whether a Set-Cookie sets a cookie of this name.</summary>
    public static bool Sets(ReadOnlySpan<byte> setCookie, ReadOnlySpan<byte> name)
    {
        setCookie = setCookie.TrimStart((byte)' ');
        return setCookie.Length > name.Length && setCookie[name.Length] == '=' && setCookie.StartsWith(name);
    }
}
