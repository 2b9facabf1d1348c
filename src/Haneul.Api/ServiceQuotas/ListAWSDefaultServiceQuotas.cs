using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ServiceQuotas;

/// <summary>Lists the quotas of a service as AWS sets them. https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_ListAWSDefaultServiceQuotas.html</summary>
public sealed record ListAWSDefaultServiceQuotas : Query<QuotasResult>
{
    public required string ServiceCode { get; init; }

    public string? NextToken { get; init; }

    public int? MaxResults { get; init; }

    public override QuotasResult Answer(Scope scope) => QuotaLists.List(scope, ServiceCode, _ => true, q => q.Default, MaxResults, NextToken);
}
