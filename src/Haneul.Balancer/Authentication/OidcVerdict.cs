using System.Collections.Immutable;

namespace Haneul.Balancer;

/// <summary>What an authenticate-oidc action makes of a request.</summary>
internal abstract record OidcVerdict
{
    /// <summary>It goes on to the rule's next action, with these headers for the target; none where anybody may pass.</summary>
    public sealed record Pass(ImmutableArray<(string Name, string Value)> Headers) : OidcVerdict
    {
        /// <summary>Values of Set-Cookie, of a session that was made anew.</summary>
        public ImmutableArray<string> Cookies { get; init; } = [];
    }

    /// <summary>It is answered: 302 to a place with cookies, or an error with the reason that logs name.</summary>
    public sealed record Answer(int Status, string? Location = null) : OidcVerdict
    {
        /// <summary>Values of Set-Cookie.</summary>
        public ImmutableArray<string> Cookies { get; init; } = [];

        public string? Reason { get; init; }
    }

    /// <summary>The provider has to be asked first (<see cref="OidcProvider"/>); <see cref="OidcGate.Finish"/> makes the answer of what it says.</summary>
    /// <param name="Code">To be exchanged.</param>
    /// <param name="RedirectUri">As it was told before.</param>
    /// <param name="Url">Where the client wanted to go.</param>
    /// <param name="Shards">How many cookies of a session the client has: those that are not written again are taken away.</param>
    /// <param name="Nonce">Of the login, which has come to its end.</param>
    public sealed record Ask(string Code, string RedirectUri, string Url, int Shards, string Nonce) : OidcVerdict;

    /// <summary>The session's access token is over, and the provider has to be asked for another one; <see cref="OidcGate.Renewed"/> goes on.</summary>
    public sealed record Renew(OidcSession Session, int Shards) : OidcVerdict;
}
