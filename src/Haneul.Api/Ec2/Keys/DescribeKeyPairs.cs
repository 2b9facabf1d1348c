using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists key pairs. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeKeyPairs.html</summary>
public sealed record DescribeKeyPairs : Query<DescribeKeyPairs.Result>
{
    public IReadOnlyList<string> KeyNames { get; init; } = [];

    public IReadOnlyList<Id<KeyPair>> KeyPairIds { get; init; } = [];

    public bool IncludePublicKey { get; init; }

    public IReadOnlyList<Filter> Filters { get; init; } = [];

    public sealed record Result([property: Wire("keySet")] IReadOnlyList<KeyPairView> KeyPairs);

    private static readonly Dictionary<string, Reads<KeyPair>> Known = new(StringComparer.Ordinal)
    {
        ["fingerprint"] = (_, k) => [k.Fingerprint],
        ["key-name"] = (_, k) => [k.Name],
        ["key-pair-id"] = (_, k) => [k.Id.Value],
    };

    public override Result Answer(Scope scope)
    {
        IEnumerable<KeyPair> pairs = scope.All<KeyPair>();
        if (KeyNames.Count > 0)
        {
            pairs = [.. KeyNames.Distinct(StringComparer.Ordinal).Select(n => Model.KeyPairs.Named(scope, n) ?? throw Fault.NotFound<KeyPair>(n))];
        }
        var page = new Selection<KeyPair>(scope, pairs).Named(KeyPairIds).Where(Filters, Known).Paged(null, null);
        return new Result([.. page.Rows.Select(k => KeyPairView.Of(scope, k, IncludePublicKey))]);
    }
}

/// <summary>A key pair as EC2 answers it. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_KeyPairInfo.html</summary>
public sealed record KeyPairView(
    Id<KeyPair> KeyPairId, string KeyName, string KeyType, string KeyFingerprint, DateTimeOffset CreateTime, string? PublicKey, IReadOnlyList<Tag> Tags)
{
    public static KeyPairView Of(Scope scope, KeyPair pair, bool includePublicKey) => new(
        pair.Id, pair.Name, pair.Type, pair.Fingerprint, pair.CreateTime, includePublicKey ? pair.PublicKey : null, scope.TagsFor(pair.Id.Value));
}
