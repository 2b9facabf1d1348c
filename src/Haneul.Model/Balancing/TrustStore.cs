using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>
/// Authorities whose clients a listener trusts. The id is the resource part of its ARN: <c>truststore/name/50dc6c495c0c9188</c>.
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TrustStore.html
/// </summary>
public sealed record TrustStore : IResource<TrustStore>, IMarked
{
    public static Kind Kind { get; } = new("trust-store", "", "", "TrustStoreNotFound", "ValidationError", "trust store");

    public required Id<TrustStore> Id { get; init; }

    /// <summary>Unique among the trust stores of its account and region.</summary>
    public required string Name { get; init; }

    /// <summary>Where it was read from.</summary>
    public required string Bucket { get; init; }

    public required string ObjectKey { get; init; }

    /// <summary>The certificates, PEM, one after the other.</summary>
    public required string Authorities { get; init; }

    /// <summary>How many certificates.</summary>
    public required int Count { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = TagSet.None;

    IEnumerable<string> IMarked.Marks => [Name];
}

/// <summary>Finding trust stores and who uses them.</summary>
public static class TrustStores
{
    public static TrustStore? Find(Scope scope, string arn) =>
        arn.StartsWith(scope.Arn(LoadBalancer.Service, ""), StringComparison.Ordinal) && scope.TryFind(new Id<TrustStore>(arn[scope.Arn(LoadBalancer.Service, "").Length..]), out var store) ? store : null;

    /// <summary>The listeners that trust by it.</summary>
    public static IEnumerable<Listener> UsersOf(Scope scope, TrustStore store)
    {
        var arn = scope.Arn(LoadBalancer.Service, store.Id.Value);
        return scope.All<Listener>().Where(l => l.MutualTls?.TrustStoreArn == arn);
    }
}
