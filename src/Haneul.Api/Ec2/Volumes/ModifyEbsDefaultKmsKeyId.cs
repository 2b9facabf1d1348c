using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Names the key of new volumes. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyEbsDefaultKmsKeyId.html</summary>
public sealed record ModifyEbsDefaultKmsKeyId : Command<EbsDefaultKey>
{
    public required string KmsKeyId { get; init; }

    public override EbsDefaultKey Apply(Draft draft)
    {
        draft.Put(EbsSettings.Of(draft) with { KmsKeyId = KmsKeyId });
        return EbsDefaultKey.Of(draft);
    }
}
