using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Takes in the public half of a client's own key pair. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ImportKeyPair.html</summary>
public sealed record ImportKeyPair : Command<ImportKeyPair.Result>
{
    public required string KeyName { get; init; }

    public required byte[] PublicKeyMaterial { get; init; }

    public IReadOnlyList<TagSpecification> TagSpecifications { get; init; } = [];

    public sealed record Result(string KeyName, string KeyFingerprint, Id<KeyPair> KeyPairId, IReadOnlyList<Tag> Tags);

    public override Result Apply(Draft draft)
    {
        var key = SshPublicKey.Read(PublicKeyMaterial);
        var pair = KeyPairs.Add(draft, KeyName, key.Type, key.Line, key.Fingerprint);
        draft.TagNew(pair.Id, TagSpecifications);
        return new Result(KeyName, key.Fingerprint, pair.Id, draft.TagsFor(pair.Id.Value));
    }
}
