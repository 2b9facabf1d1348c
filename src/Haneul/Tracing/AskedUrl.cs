using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Tracing;

/// <summary>A request as a person writes it: <c>GET http://name:port/path?query</c>, or the address alone.</summary>
internal sealed record AskedUrl(HttpQuestion Request, int Port)
{
    public static AskedUrl Parse(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var (method, address) = words is [var m, var a] ? (m.ToUpperInvariant(), a) : words is [var only] ? ("GET", only) : throw Unreadable(text);
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")) throw Unreadable(text);
        return new AskedUrl(new HttpQuestion(method, uri.Host, uri.AbsolutePath, uri.Query.TrimStart('?')), uri.Port);
    }

    private static Fault Unreadable(string text) => Fault.Invalid("http", text, "It is a method and an address: GET http://name/path");
}
