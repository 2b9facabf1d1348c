using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Are new volumes of the region encrypted? https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetEbsEncryptionByDefault.html</summary>
public sealed record GetEbsEncryptionByDefault : Query<GetEbsEncryptionByDefault.Result>
{
    public sealed record Result(bool EbsEncryptionByDefault, string SseType);

    public override Result Answer(Scope scope) => new(EbsSettings.Of(scope).EncryptByDefault, EbsSettings.Of(scope).EncryptByDefault ? "sse-kms" : "none");
}
