using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Haneul.Balancer;

/// <summary>What comes back from the provider with the client: where it wanted to go, and what ties it to the browser that went (RFC 6749, section 10.12).</summary>
/// <param name="Gate">Which action sent it (<see cref="OidcGate.Key"/>).</param>
/// <param name="Url">Path and query that were asked for first.</param>
/// <param name="Nonce">The same is in a cookie.</param>
/// <param name="Until">Unix seconds.</param>
internal sealed record OidcState(ulong Gate, string Url, string Nonce, long Until)
{
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, SealedJson.Options);

    public static OidcState? Read(ReadOnlySpan<byte> bytes) => JsonSerializer.Deserialize<OidcState>(bytes, SealedJson.Options);
}

/// <summary>JSON that only the balancer reads: as short as can be.</summary>
internal static class SealedJson
{
    public static JsonSerializerOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault };
}
