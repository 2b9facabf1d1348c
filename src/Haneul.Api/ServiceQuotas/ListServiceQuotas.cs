using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.ServiceQuotas;

/// <summary>Lists the quotas of a service as they hold here. https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_ListServiceQuotas.html</summary>
public sealed record ListServiceQuotas : Query<QuotasResult>
{
    public required string ServiceCode { get; init; }

    public string? NextToken { get; init; }

    public int? MaxResults { get; init; }

    public string? QuotaCode { get; init; }

    [NoEffect("all quotas are the account's")]
    public string? QuotaAppliedAtLevel { get; init; }

    public override QuotasResult Answer(Scope scope) =>
        QuotaLists.List(scope, ServiceCode, q => QuotaCode is null || q.Code == QuotaCode, scope.QuotaOf, MaxResults, NextToken);
}
