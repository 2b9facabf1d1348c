using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Encrypts new volumes of the region only where asked, from now on. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisableEbsEncryptionByDefault.html</summary>
public sealed record DisableEbsEncryptionByDefault : Command<EbsEncryption>
{
    public override EbsEncryption Apply(Draft draft) => new(draft.Put(EbsSettings.Of(draft) with { EncryptByDefault = false }).EncryptByDefault);
}
