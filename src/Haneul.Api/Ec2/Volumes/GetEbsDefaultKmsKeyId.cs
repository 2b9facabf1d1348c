using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>The key of new volumes that name none. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetEbsDefaultKmsKeyId.html</summary>
public sealed record GetEbsDefaultKmsKeyId : Query<EbsDefaultKey>
{
    public override EbsDefaultKey Answer(Scope scope) => EbsDefaultKey.Of(scope);
}

/// <summary>A key of the Key Management Service.</summary>
public sealed record EbsDefaultKey(string KmsKeyId)
{
    internal static EbsDefaultKey Of(Scope scope) => new(EbsSettings.Of(scope).KmsKeyId is { } named ? Volumes.KeyArn(scope, named) : "alias/aws/ebs");
}
