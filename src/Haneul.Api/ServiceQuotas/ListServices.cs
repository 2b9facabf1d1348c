using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ServiceQuotas;

/// <summary>Lists the services with quotas. https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_ListServices.html</summary>
public sealed record ListServices : Query<ListServices.Result>
{
    public string? NextToken { get; init; }

    public int? MaxResults { get; init; }

    public sealed record Result(string? NextToken, IReadOnlyList<ServiceInfo> Services);

    public override Result Answer(Scope scope)
    {
        var rows = QuotaLists.Services.Select(s => new ServiceInfo(s.Key, s.Value));
        var page = QuotaLists.Page(scope, rows, s => s.ServiceCode, MaxResults, NextToken);
        return new Result(page.NextToken, page.Rows);
    }
}
