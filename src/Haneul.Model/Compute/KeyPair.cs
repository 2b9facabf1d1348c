namespace Haneul.Model;

/// <summary>A named public key for ssh. The private half is given out once and never kept.</summary>
public sealed record KeyPair : IResource<KeyPair>
{
    public static Kind Kind { get; } = new(
        "key-pair", "key", "key-pair", "InvalidKeyPair.NotFound", "InvalidKeyPair.Malformed", "key pair");

    public required Id<KeyPair> Id { get; init; }

    public required string Name { get; init; }

    /// <summary>rsa or ed25519.</summary>
    public required string Type { get; init; }

    /// <summary>As in authorized_keys.</summary>
    public required string PublicKey { get; init; }

    public required string Fingerprint { get; init; }

    public required DateTimeOffset CreateTime { get; init; }
}
