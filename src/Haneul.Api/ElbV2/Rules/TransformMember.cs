using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>A rewrite of a rule, both ways. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RuleTransform.html</summary>
public sealed record TransformMember
{
    public required string Type { get; init; }

    public RewriteMember? HostHeaderRewriteConfig { get; init; }

    public RewriteMember? UrlRewriteConfig { get; init; }

    /// <summary>One rewrite.</summary>
    public sealed record RewriteMember
    {
        public IReadOnlyList<RewriteItem> Rewrites { get; init; } = [];
    }

    /// <summary>What is replaced, and by what.</summary>
    public sealed record RewriteItem
    {
        public required string Regex { get; init; }

        public required string Replace { get; init; }
    }

    internal static TransformMember Of(RuleTransform transform)
    {
        var config = new RewriteMember { Rewrites = [new RewriteItem { Regex = transform.Regex, Replace = transform.Replace }] };
        return transform.Type == "url-rewrite" ? new TransformMember { Type = transform.Type, UrlRewriteConfig = config } : new TransformMember { Type = transform.Type, HostHeaderRewriteConfig = config };
    }

    internal RuleTransform Read()
    {
        var (own, other) = Type == "url-rewrite" ? (UrlRewriteConfig, HostHeaderRewriteConfig) : (HostHeaderRewriteConfig, UrlRewriteConfig);
        if (own is not { Rewrites: [var only] } || other is not null) throw BalancerFaults.Validation($"A transform of type {Type} has one rewrite");
        return new RuleTransform(Type, only.Regex, only.Replace);
    }
}
