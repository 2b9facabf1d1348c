using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ServiceQuotas;

/// <summary>Reads a quota as AWS sets it. https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_GetAWSDefaultServiceQuota.html</summary>
public sealed record GetAWSDefaultServiceQuota : Query<QuotaResult>
{
    public required string ServiceCode { get; init; }

    public required string QuotaCode { get; init; }

    public override QuotaResult Answer(Scope scope)
    {
        var quota = QuotaLists.Find(ServiceCode, QuotaCode);
        return new QuotaResult(QuotaView.Of(scope, quota, quota.Default));
    }
}
