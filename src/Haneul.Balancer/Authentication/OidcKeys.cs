namespace Haneul.Balancer;

/// <summary>What sessions are sealed and tokens signed with; made once for each loop, which alone uses it.</summary>
/// <param name="Seal">For cookies and states.</param>
/// <param name="Signer">For what targets are told.</param>
internal sealed record OidcKeys(CookieSeal Seal, OidcSigner Signer)
{
    public static OidcKeys Of(ReadOnlySpan<byte> secret) => new(new CookieSeal(secret), new OidcSigner(secret));
}
