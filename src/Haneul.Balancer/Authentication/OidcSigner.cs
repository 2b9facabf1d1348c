using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Haneul.Balancer;

/// <summary>
/// Signs what targets are told of users, in a JSON web token with ES256 whose parts keep their padding, as AWS's do. The key follows from the data plane's secret. One thread at a time.
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html#user-claims-encoding
/// </summary>
public sealed class OidcSigner : IDisposable
{
    /// <summary>Of a process that was told no secret.</summary>
    private static readonly byte[] Own = RandomNumberGenerator.GetBytes(32);

    private readonly ECDsa key;

    public OidcSigner(ReadOnlySpan<byte> secret)
    {
        Span<byte> scalar = stackalloc byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret.IsEmpty ? Own : secret, scalar, default, "haneul balancer claims"u8);
        // Below the order of the curve, whose first bits are ones.
        scalar[0] &= 0x7F;
        key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = scalar.ToArray() });
        PublicKey = key.ExportSubjectPublicKeyInfoPem();
        KeyId = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(PublicKey))[..16]).ToString();
    }

    /// <summary>Names the key in tokens.</summary>
    public string KeyId { get; }

    /// <summary>PEM; what targets check tokens with.</summary>
    public string PublicKey { get; }

    internal string Sign(string balancerArn, string issuer, string client, OidcSession session, DateTimeOffset now)
    {
        // A token is good for the request that carries it.
        var until = now.AddMinutes(2).ToUnixTimeSeconds();
        var head = new JsonObject { ["typ"] = "JWT", ["kid"] = KeyId, ["alg"] = "ES256", ["iss"] = issuer, ["client"] = client, ["signer"] = balancerArn, ["exp"] = until };
        var claims = JsonNode.Parse(session.Claims)?.AsObject() ?? [];
        claims["exp"] = until;
        claims["iss"] = issuer;
        var text = $"{Part(Encoding.UTF8.GetBytes(head.ToJsonString()))}.{Part(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
        return $"{text}.{Part(key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256))}";
    }

    public void Dispose() => key.Dispose();

    private static string Part(byte[] bytes)
    {
        var text = Base64Url.EncodeToString(bytes);
        return text.PadRight((text.Length + 3) / 4 * 4, '=');
    }
}
