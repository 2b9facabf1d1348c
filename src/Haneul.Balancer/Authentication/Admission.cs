using System.Text;

namespace Haneul.Balancer;

/// <summary>What authentication made of a request: how it goes on, or what the client is told.</summary>
internal sealed class Admission
{
    /// <summary>The rule's next action has its turn.</summary>
    public bool Passes { get; init; }

    /// <summary>The provider does not let the session go on: the request is judged as if it had none.</summary>
    public bool IsOver { get; init; }

    /// <summary>Headers for the target, each behind a CR LF.</summary>
    public byte[] Lines { get; init; } = [];

    /// <summary>Lines of Set-Cookie, each with its CR LF.</summary>
    public byte[] Cookies { get; init; } = [];

    /// <summary>Where the client is sent to; empty: nowhere.</summary>
    public byte[] Location { get; init; } = [];

    public static Admission Of(OidcVerdict.Pass pass) => new()
    {
        Passes = true,
        Lines = Encoding.ASCII.GetBytes(string.Concat(pass.Headers.Select(h => $"\r\n{h.Name}: {h.Value}"))),
        Cookies = LinesOf(pass.Cookies),
    };

    public static Admission Of(OidcVerdict.Answer answer) => new() { Cookies = LinesOf(answer.Cookies), Location = Encoding.Latin1.GetBytes(answer.Location ?? "") };

    private static byte[] LinesOf(IEnumerable<string> cookies) => Encoding.ASCII.GetBytes(string.Concat(cookies.Select(c => $"Set-Cookie: {c}\r\n")));
}
