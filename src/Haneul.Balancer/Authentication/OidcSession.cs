using System.Text.Json;

namespace Haneul.Balancer;

/// <summary>Somebody whom a provider knows, as the balancer keeps it in the client's cookies.</summary>
/// <param name="Subject">The provider's name for them (OpenID Connect Core 1.0, section 2: sub).</param>
/// <param name="AccessToken">For targets that ask the provider themselves.</param>
/// <param name="Claims">What the provider's user info endpoint said of them: a JSON object.</param>
/// <param name="Until">Unix seconds.</param>
internal sealed record OidcSession(string Subject, string AccessToken, string Claims, long Until)
{
    /// <summary>Null: the provider gave none, and the session lasts its time whatever becomes of the access token.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>Until then the access token is good, in Unix seconds; 0: the provider did not say.</summary>
    public long AccessUntil { get; init; }

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, SealedJson.Options);

    public static OidcSession? Read(ReadOnlySpan<byte> bytes) => JsonSerializer.Deserialize<OidcSession>(bytes, SealedJson.Options);
}
