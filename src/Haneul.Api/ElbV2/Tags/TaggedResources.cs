using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>The tags of whatever an ARN of load balancing names.</summary>
internal static class TaggedResources
{
    /// <summary>AWS's bound for one call.</summary>
    public const int MostArns = 20;

    public static ImmutableSortedDictionary<string, string> TagsOf(Scope scope, string arn) => KindOf(arn) switch
    {
        "loadbalancer" => scope.Balancer(arn).Tags,
        "listener" => scope.Listener(arn).Tags,
        "listener-rule" => DefaultRuleOf(scope, arn) is null ? scope.Rule(arn).Tags : TagSet.None,
        "targetgroup" => scope.Group(arn).Tags,
        "truststore" => scope.TrustStore(arn).Tags,
        _ => throw BalancerFaults.Validation($"'{arn}' is not a valid resource ARN"),
    };

    public static void Retag(Draft draft, string arn, Func<ImmutableSortedDictionary<string, string>, ImmutableSortedDictionary<string, string>> change)
    {
        switch (KindOf(arn))
        {
            case "loadbalancer":
                var balancer = draft.Balancer(arn);
                draft.Put(balancer with { Tags = change(balancer.Tags) });
                break;
            case "listener":
                var listener = draft.Listener(arn);
                draft.Put(listener with { Tags = change(listener.Tags) });
                break;
            case "listener-rule":
                if (DefaultRuleOf(draft, arn) is not null) throw BalancerFaults.NotPermitted($"'{arn}' is the default rule of its listener, which takes no tags");
                var rule = draft.Rule(arn);
                draft.Put(rule with { Tags = change(rule.Tags) });
                break;
            case "targetgroup":
                var group = draft.Group(arn);
                draft.Put(group with { Tags = change(group.Tags) });
                break;
            case "truststore":
                var store = draft.TrustStore(arn);
                draft.Put(store with { Tags = change(store.Tags) });
                break;
            default:
                throw BalancerFaults.Validation($"'{arn}' is not a valid resource ARN");
        }
    }

    public static void CheckCount(IReadOnlyList<string> arns)
    {
        if (arns.Count is 0 or > MostArns) throw BalancerFaults.Validation($"A call names 1 to {MostArns} resources");
    }

    /// <summary>The listener whose default actions an ARN names; null where it names a rule.</summary>
    public static Listener? DefaultRuleOf(Scope scope, string arn)
    {
        var id = Arns.Id<ListenerRule>(scope, arn, "listener-rule/").Value;
        var slash = id.LastIndexOf('/');
        return scope.TryFind(new Id<Listener>($"listener/{id["listener-rule/".Length..slash]}"), out var listener) && ListenerRules.DefaultId(listener) == id ? listener : null;
    }

    private static string KindOf(string arn) => arn.Split(':', 6) is { Length: 6 } parts ? parts[5].Split('/')[0] : "";
}
