using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>Lists the listeners that trust by a trust store. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTrustStoreAssociations.html</summary>
public sealed record DescribeTrustStoreAssociations : Query<DescribeTrustStoreAssociations.Result>
{
    public required string TrustStoreArn { get; init; }

    public string? Marker { get; init; }

    public int? PageSize { get; init; }

    public sealed record Result(IReadOnlyList<AssociationView> TrustStoreAssociations, string? NextMarker);

    /// <summary>A listener.</summary>
    public sealed record AssociationView(string ResourceArn);

    public override Result Answer(Scope scope)
    {
        var rows = Model.TrustStores.UsersOf(scope, scope.TrustStore(TrustStoreArn)).Select(l => new AssociationView(scope.ArnOf(l.Id)));
        var page = ElbPages.Take(scope, rows, a => a.ResourceArn, PageSize, Marker);
        return new Result(page.Rows, page.NextToken);
    }
}
