using System.Buffers.Text;
using System.Text;
using System.Text.RegularExpressions;
using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>
/// Where a redirect sends clients: a URL made of the request's parts. As on AWS the port is always written out (<c>https://example.com:443/</c>).
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html#redirect-actions
/// </summary>
public sealed partial class RedirectTemplate
{
    private readonly byte[]? protocol;
    private readonly Part[] parts;

    private RedirectTemplate(RedirectAction action)
    {
        StatusCode = action.StatusCode;
        protocol = action.Protocol == "#{protocol}" ? null : Encoding.ASCII.GetBytes(action.Protocol.ToLowerInvariant());
        parts = [.. Cut(action.Host), new Part(PartKind.Text, ":"u8.ToArray()), .. Cut(action.Port), .. Cut(action.Path), .. CutQuery(action.Query)];
    }

    private enum PartKind
    {
        Text,
        Protocol,
        Host,
        Port,
        Path,
        Query,
        Question,
    }

    /// <summary>301 or 302.</summary>
    public int StatusCode { get; }

    public static RedirectTemplate Compile(RedirectAction action) => new(action);

    /// <summary>True where a listener would send clients to the very URL that they asked for: AWS refuses that. Another query does not end such a loop.</summary>
    public static bool LeadsToItself(RedirectAction action, BalancerProtocol protocol, int port)
    {
        var samePort = action.Port == "#{port}" || action.Port == port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var sameProtocol = action.Protocol == "#{protocol}" || action.Protocol == (protocol == BalancerProtocol.Https ? "HTTPS" : "HTTP");
        return samePort && sameProtocol && action.Host == "#{host}" && action.Path == "/#{path}";
    }

    /// <summary>Writes the URL, and tells its length; -1 where it does not fit.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="isTls">It came over TLS.</param>
    /// <param name="port">Of the listener.</param>
    /// <param name="to">Where the URL is written.</param>
    public int Write<TRequest>(scoped in TRequest request, bool isTls, int port, Span<byte> to)
        where TRequest : IRequestView, allows ref struct
    {
        var length = 0;
        var asked = isTls ? "https"u8 : "http"u8;
        if (!Append(to, ref length, protocol ?? asked) || !Append(to, ref length, "://"u8)) return -1;
        foreach (var part in parts)
        {
            var fits = part.Kind switch
            {
                PartKind.Protocol => Append(to, ref length, asked),
                PartKind.Host => Append(to, ref length, RequestHost.NameOf(request.Host)),
                PartKind.Port => AppendNumber(to, ref length, port),
                PartKind.Path => Append(to, ref length, request.Path is [(byte)'/', .. var rest] ? rest : request.Path),
                PartKind.Query => Append(to, ref length, request.Query),
                PartKind.Question => request.Query.IsEmpty || Append(to, ref length, part.Text),
                _ => Append(to, ref length, part.Text),
            };
            if (!fits) return -1;
        }
        return length;
    }

    private static bool Append(Span<byte> to, ref int length, ReadOnlySpan<byte> text)
    {
        if (!text.TryCopyTo(to[length..])) return false;
        length += text.Length;
        return true;
    }

    private static bool AppendNumber(Span<byte> to, ref int length, int number)
    {
        var fits = Utf8Formatter.TryFormat(number, to[length..], out var written);
        length += written;
        return fits;
    }

    // A query that is the request's own brings its question mark only where there is one.
    private static IEnumerable<Part> CutQuery(string query) => query switch
    {
        "" => [],
        "#{query}" => [new Part(PartKind.Question, "?"u8.ToArray()), .. Cut(query)],
        _ => [new Part(PartKind.Text, "?"u8.ToArray()), .. Cut(query)],
    };

    private static IEnumerable<Part> Cut(string template)
    {
        var at = 0;
        foreach (System.Text.RegularExpressions.Match word in Word().Matches(template))
        {
            if (word.Index > at) yield return new Part(PartKind.Text, Encoding.UTF8.GetBytes(template[at..word.Index]));
            yield return new Part(Enum.Parse<PartKind>(word.Groups[1].ValueSpan, ignoreCase: true), []);
            at = word.Index + word.Length;
        }
        if (at < template.Length) yield return new Part(PartKind.Text, Encoding.UTF8.GetBytes(template[at..]));
    }

    [GeneratedRegex("#\\{(protocol|host|port|path|query)\\}")]
    private static partial Regex Word();

    private sealed record Part(PartKind Kind, byte[] Text);
}
