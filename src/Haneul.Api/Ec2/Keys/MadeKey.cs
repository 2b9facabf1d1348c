using System.Security.Cryptography;
using System.Text;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>A fresh key pair: what is kept of it, and the private half that is given out once.</summary>
/// <param name="PublicKey">As in authorized_keys, without a comment.</param>
/// <param name="Fingerprint">As AWS computes it: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/verify-keys.html</param>
/// <param name="PrivateKey">PEM: PKCS #1 for RSA, OpenSSH's own format for Ed25519.</param>
internal sealed record MadeKey(string PublicKey, string Fingerprint, string PrivateKey)
{
    public static MadeKey Of(string type) => type switch
    {
        "rsa" => MakeRsa(),
        "ed25519" => MakeEd25519(),
        _ => throw Fault.Invalid("KeyType", type, "It must be rsa or ed25519"),
    };

    private static MadeKey MakeRsa()
    {
        using var rsa = RSA.Create(2048);
        var halves = rsa.ExportParameters(false);
        var blob = new SshWriter().Text("ssh-rsa").Integer(halves.Exponent).Integer(halves.Modulus).ToArray();
        var digest = SHA1.HashData(rsa.ExportPkcs8PrivateKey());
        return new MadeKey($"ssh-rsa {Convert.ToBase64String(blob)}", SshPublicKey.Colons(digest), rsa.ExportRSAPrivateKeyPem());
    }

    private static MadeKey MakeEd25519()
    {
        var seed = RandomNumberGenerator.GetBytes(32);
        var half = Curve25519.PublicKeyOf(seed);
        var blob = new SshWriter().Text("ssh-ed25519").Bytes(half).ToArray();
        return new MadeKey($"ssh-ed25519 {Convert.ToBase64String(blob)}", Convert.ToBase64String(SHA256.HashData(blob)), OpenSsh(seed, half, blob));
    }

    /// <summary>An unencrypted private key as ssh-keygen writes it (openssh-key-v1, PROTOCOL.key of OpenSSH).</summary>
    private static string OpenSsh(byte[] seed, byte[] half, byte[] blob)
    {
        var check = RandomNumberGenerator.GetBytes(4);
        var secret = new SshWriter().Raw(check).Raw(check).Text("ssh-ed25519").Bytes(half).Bytes([.. seed, .. half]).Text("");
        for (byte pad = 1; secret.ToArray().Length % 8 != 0; pad++) secret.Raw([pad]);
        var key = new SshWriter().Raw("openssh-key-v1\0"u8).Text("none").Text("none").Text("").Number(1).Bytes(blob).Bytes(secret.ToArray()).ToArray();
        var lines = Convert.ToBase64String(key).Chunk(70).Select(line => new string(line));
        var text = new StringBuilder("-----BEGIN OPENSSH PRIVATE KEY-----\n");
        foreach (var line in lines) text.Append(line).Append('\n');
        return text.Append("-----END OPENSSH PRIVATE KEY-----\n").ToString();
    }
}
