using System.Security.Cryptography;
using System.Text;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>A public key that a client brings: OpenSSH's line, SSH2 text (RFC 4716) or base64 of its DER form. RSA (1024, 2048 or 4096 bits) and Ed25519.</summary>
internal sealed record SshPublicKey(string Type, string Line, string Fingerprint)
{
    public static SshPublicKey Read(byte[] material)
    {
        var text = Encoding.UTF8.GetString(material).Trim();
        return OfLine(text) ?? OfSsh2(text) ?? OfDer(text) ?? throw new Fault("InvalidKey.Format", "Key is not in valid OpenSSH public key format");
    }

    public static string Colons(ReadOnlySpan<byte> digest) => string.Join(':', Convert.ToHexStringLower(digest).Chunk(2).Select(pair => new string(pair)));

    private static SshPublicKey? OfLine(string text)
    {
        var words = text.Split((char[]?)null, 3, StringSplitOptions.RemoveEmptyEntries);
        return words.Length >= 2 && words[0] is "ssh-rsa" or "ssh-ed25519" && Decode(words[1]) is { } blob ? OfBlob(blob, text) : null;
    }

    private static SshPublicKey? OfSsh2(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.TrimEntries);
        if (lines.Length < 3 || !lines[0].StartsWith("---- BEGIN SSH2 PUBLIC KEY", StringComparison.Ordinal)) return null;
        var body = string.Concat(lines[1..^1].Where(l => !l.Contains(':')));
        return Decode(body) is { } blob ? OfBlob(blob, null) : null;
    }

    private static SshPublicKey? OfDer(string text)
    {
        if (Decode(text) is not { } der) return null;
        try
        {
            using var rsa = RSA.Create();
            rsa.ImportSubjectPublicKeyInfo(der, out _);
            return OfRsa(rsa.ExportParameters(false), null);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static SshPublicKey? OfBlob(byte[] blob, string? line)
    {
        var reader = new SshReader(blob);
        if (!reader.TryBytes(out var name)) return null;
        if (name.SequenceEqual("ssh-ed25519"u8))
        {
            if (!reader.TryBytes(out var half) || half.Length != 32 || !reader.IsAtEnd) return null;
            return new SshPublicKey("ed25519", line ?? $"ssh-ed25519 {Convert.ToBase64String(blob)}", Convert.ToBase64String(SHA256.HashData(blob)));
        }
        if (!name.SequenceEqual("ssh-rsa"u8) || !reader.TryBytes(out var exponent) || !reader.TryBytes(out var modulus) || !reader.IsAtEnd) return null;
        return OfRsa(new RSAParameters { Exponent = exponent.ToArray(), Modulus = modulus.TrimStart((byte)0).ToArray() }, line);
    }

    private static SshPublicKey? OfRsa(RSAParameters halves, string? line)
    {
        if (halves.Modulus is not { Length: 128 or 256 or 512 } modulus || halves.Exponent is not { Length: > 0 and <= 8 } exponent) return null;
        try
        {
            using var rsa = RSA.Create(halves);
            var digest = MD5.HashData(rsa.ExportSubjectPublicKeyInfo());
            line ??= $"ssh-rsa {Convert.ToBase64String(new SshWriter().Text("ssh-rsa").Integer(exponent).Integer(modulus).ToArray())}";
            return new SshPublicKey("rsa", line, Colons(digest));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static byte[]? Decode(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var count) && count > 0 ? bytes[..count] : null;
    }
}
