using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.ServiceQuotas;

/// <summary>Lists the raises of one quota that were asked for. https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_ListRequestedServiceQuotaChangeHistoryByQuota.html</summary>
public sealed record ListRequestedServiceQuotaChangeHistoryByQuota : Query<QuotaRequestsResult>
{
    public required string ServiceCode { get; init; }

    public required string QuotaCode { get; init; }

    public string? Status { get; init; }

    public string? NextToken { get; init; }

    public int? MaxResults { get; init; }

    [NoEffect("all quotas are the account's")]
    public string? QuotaRequestedAtLevel { get; init; }

    public override QuotaRequestsResult Answer(Scope scope)
    {
        var quota = QuotaLists.Find(ServiceCode, QuotaCode);
        return QuotaLists.Requests(scope, Status, q => q == quota, MaxResults, NextToken);
    }
}
