using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Encrypts new volumes of the region from now on. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EnableEbsEncryptionByDefault.html</summary>
public sealed record EnableEbsEncryptionByDefault : Command<EbsEncryption>
{
    public override EbsEncryption Apply(Draft draft) => new(draft.Put(EbsSettings.Of(draft) with { EncryptByDefault = true }).EncryptByDefault);
}

/// <summary>Whether new volumes are encrypted.</summary>
public sealed record EbsEncryption(bool EbsEncryptionByDefault);
