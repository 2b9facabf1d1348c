using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>Lists trust stores: all, or those that are named. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTrustStores.html</summary>
public sealed record DescribeTrustStores : Query<DescribeTrustStores.Result>
{
    public IReadOnlyList<string> TrustStoreArns { get; init; } = [];

    public IReadOnlyList<string> Names { get; init; } = [];

    public string? Marker { get; init; }

    public int? PageSize { get; init; }

    public sealed record Result(IReadOnlyList<TrustStoreView> TrustStores, string? NextMarker);

    public override Result Answer(Scope scope)
    {
        if (TrustStoreArns.Count > 0 && Names.Count > 0) throw BalancerFaults.Validation("Trust store names and trust store ARNs cannot be specified at the same time");
        IEnumerable<TrustStore> rows = TrustStoreArns.Count > 0 ? TrustStoreArns.Distinct().Select(scope.TrustStore)
            : Names.Count > 0 ? Names.Distinct().Select(n => scope.All<TrustStore>().Marked(n).FirstOrDefault() ?? throw new Fault("TrustStoreNotFound", $"Trust stores '[{n}]' not found"))
            : scope.All<TrustStore>();
        var page = ElbPages.Take(scope, rows, t => t.Id.Value, PageSize, Marker);
        return new Result([.. page.Rows.Select(t => TrustStoreView.Of(scope, t))], page.NextToken);
    }
}
