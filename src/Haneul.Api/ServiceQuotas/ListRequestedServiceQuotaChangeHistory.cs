using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.ServiceQuotas;

/// <summary>Lists the raises that were asked for. https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_ListRequestedServiceQuotaChangeHistory.html</summary>
public sealed record ListRequestedServiceQuotaChangeHistory : Query<QuotaRequestsResult>
{
    public string? ServiceCode { get; init; }

    public string? Status { get; init; }

    public string? NextToken { get; init; }

    public int? MaxResults { get; init; }

    [NoEffect("all quotas are the account's")]
    public string? QuotaRequestedAtLevel { get; init; }

    public override QuotaRequestsResult Answer(Scope scope) =>
        QuotaLists.Requests(scope, Status, q => ServiceCode is null || q.Service == ServiceCode, MaxResults, NextToken);
}
