using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>A trust store as it is answered. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TrustStore.html</summary>
public sealed record TrustStoreView(string Name, string TrustStoreArn, string Status, int NumberOfCaCertificates, long TotalRevokedEntries)
{
    internal static TrustStoreView Of(Scope scope, TrustStore store) => new(store.Name, scope.ArnOf(store.Id), "ACTIVE", store.Count, 0);
}

/// <summary>The answer of actions on trust stores.</summary>
public sealed record TrustStoresResult(IReadOnlyList<TrustStoreView> TrustStores);
