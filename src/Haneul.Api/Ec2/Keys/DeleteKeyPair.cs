using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Deletes a key pair by name or id; one that is not there is no fault. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteKeyPair.html</summary>
public sealed record DeleteKeyPair : Command<DeleteKeyPair.Result>
{
    public string? KeyName { get; init; }

    public Id<KeyPair>? KeyPairId { get; init; }

    public sealed record Result(bool Return, Id<KeyPair>? KeyPairId);

    public override Result Apply(Draft draft)
    {
        if (KeyName is null && KeyPairId is null) throw Fault.Missing("KeyName or KeyPairId");
        if (KeyName is not null && KeyPairId is not null) throw Fault.Combination("Give the key pair's name or its id, not both");
        var pair = KeyName is null ? draft.Find(KeyPairId) : KeyPairs.Named(draft, KeyName);
        if (pair is not null) draft.Remove(pair.Id);
        return new Result(true, pair?.Id);
    }
}
