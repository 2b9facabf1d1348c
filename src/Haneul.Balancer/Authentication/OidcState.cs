using System.Text.Json;

namespace Haneul.Balancer;

/// <summary>What comes back from the provider with the client: where it wanted to go, and what ties it to the browser that went (RFC 6749, section 10.12).</summary>
/// <param name="Url">Path and query that were asked for first.</param>
/// <param name="Nonce">The same is in a cookie.</param>
/// <param name="Until">Unix seconds.</param>
internal sealed record OidcState(string Url, string Nonce, long Until)
{
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this);

    public static OidcState? Read(ReadOnlySpan<byte> bytes) => JsonSerializer.Deserialize<OidcState>(bytes);
}
