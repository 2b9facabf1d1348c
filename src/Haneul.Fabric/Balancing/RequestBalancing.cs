using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>What a listener's rules make of one request.</summary>
internal static class RequestBalancing
{
    /// <summary>The actions of the first rule whose conditions all hold, else the listener's own; and what says so.</summary>
    /// <param name="listener">Where the request came.</param>
    /// <param name="asked">The request; null: one that no rule is for.</param>
    /// <param name="source">Who asks.</param>
    public static (Reason By, ImmutableArray<RuleAction> Actions) ActionsFor(BalancerListener listener, HttpQuestion? asked, Ip source)
    {
        if (asked is null || listener.Rules.IsEmpty) return (listener.Reason, listener.Row.DefaultActions);
        var request = new PlainRequest(asked.Method, asked.Host, asked.Path, asked.Query, source);
        var place = RuleTable.Compile(listener.Rules.Select(r => r.Conditions)).Find(request);
        return place < 0 ? (listener.Reason, listener.Row.DefaultActions) : (Reason.Of(ObjectKind.ListenerRule, listener.Rules[place].Id.Value), listener.Rules[place].Actions);
    }

    /// <summary>The groups that the actions forward to, with their shares.</summary>
    public static IEnumerable<(TargetPool Pool, int Weight)> PoolsOf(Network net, ImmutableArray<RuleAction> actions) =>
        from action in actions
        from part in action.Forward?.Groups ?? []
        where net.Pools.ContainsKey(part.GroupId.Value)
        select (net.Pools[part.GroupId.Value], part.Weight);

    /// <summary>The balancer asks a target for the answer, by a connection; else it answers itself, or calls a function.</summary>
    public static bool Forwards(Network net, ImmutableArray<RuleAction> actions) =>
        actions.Any(a => a.Type == ActionType.Forward) && !PoolsOf(net, actions).Any(g => g.Pool.Row.Type == TargetType.Lambda);
}
