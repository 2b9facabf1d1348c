using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Haneul.Fabric;

namespace Haneul.Balancer;

/// <summary>
/// What ties logins to the browser that began them (RFC 6749, section 10.12): a cookie for each, so that those that a browser begins side by side do not end one another.
/// AWS has one for all, of the login that was begun last: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html#error-reason-codes
/// </summary>
internal static class LoginNonces
{
    /// <summary>A browser keeps so many; those of the logins that were begun first go.</summary>
    public const int Most = 8;

    private const string NameStart = "AWSALBAuthNonce-";

    /// <summary>Of the nonce, in its cookie's name.</summary>
    private const int NamedBy = 8;

    public static string New() => Convert.ToHexString(RandomNumberGenerator.GetBytes(16));

    /// <summary>What the browser that sends this has in the place of that nonce; null: nothing.</summary>
    public static string? Find<TRequest>(scoped in TRequest request, string nonce)
        where TRequest : IRequestView, allows ref struct => Cookies.ValueOf(request, Encoding.UTF8.GetBytes(NameOf(nonce)));

    /// <summary>Values of Set-Cookie for a login that begins.</summary>
    public static ImmutableArray<string> Begin<TRequest>(scoped in TRequest request, string nonce, DateTimeOffset until)
        where TRequest : IRequestView, allows ref struct
    {
        // RFC 6265, section 5.4: older cookies come first.
        var there = Cookies.NamesOf(request, Encoding.UTF8.GetBytes(NameStart)).Where(n => n.Length == NameStart.Length + NamedBy && n[NameStart.Length..].All(char.IsAsciiHexDigitUpper)).Distinct().ToList();
        var gone = there.Take(Math.Clamp(there.Count + 1 - Most, 0, Most));
        return [.. gone.Select(Remove), OidcSessionCookies.Line(NameOf(nonce), nonce, until)];
    }

    /// <summary>The value of Set-Cookie for a login that has come to its end.</summary>
    public static string End(string nonce) => Remove(NameOf(nonce));

    private static string Remove(string name) => OidcSessionCookies.Line(name, "", DateTimeOffset.UnixEpoch);

    private static string NameOf(string nonce) => NameStart + nonce[..Math.Min(NamedBy, nonce.Length)];
}
