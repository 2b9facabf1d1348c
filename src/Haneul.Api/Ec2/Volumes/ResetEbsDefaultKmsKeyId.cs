using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Goes back to AWS's own key for new volumes. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ResetEbsDefaultKmsKeyId.html</summary>
public sealed record ResetEbsDefaultKmsKeyId : Command<EbsDefaultKey>
{
    public override EbsDefaultKey Apply(Draft draft)
    {
        draft.Put(EbsSettings.Of(draft) with { KmsKeyId = null });
        return EbsDefaultKey.Of(draft);
    }
}
