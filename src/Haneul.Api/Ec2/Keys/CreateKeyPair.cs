using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Makes a key pair and gives out its private half, once. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateKeyPair.html</summary>
public sealed record CreateKeyPair : Command<CreateKeyPair.Result>, IPrepared
{
    public required string KeyName { get; init; }

    public string KeyType { get; init; } = "rsa";

    public string KeyFormat { get; init; } = "pem";

    public IReadOnlyList<TagSpecification> TagSpecifications { get; init; } = [];

    internal MadeKey? Made { get; init; }

    public sealed record Result(string KeyName, string KeyFingerprint, string KeyMaterial, Id<KeyPair> KeyPairId, IReadOnlyList<Tag> Tags);

    public Call Prepared(IObservations seen) => this with { Made = MadeKey.Of(KeyType) };

    public override Result Apply(Draft draft)
    {
        if (KeyFormat == "ppk") throw Fault.Unsupported("Haneul writes private keys as PEM only; puttygen turns one into PPK");
        if (KeyFormat != "pem") throw Fault.Invalid("KeyFormat", KeyFormat, "It must be pem");
        var made = Made ?? MadeKey.Of(KeyType);
        var pair = KeyPairs.Add(draft, KeyName, KeyType, made.PublicKey, made.Fingerprint);
        draft.TagNew(pair.Id, TagSpecifications);
        return new Result(KeyName, made.Fingerprint, made.PrivateKey, pair.Id, draft.TagsFor(pair.Id.Value));
    }
}
