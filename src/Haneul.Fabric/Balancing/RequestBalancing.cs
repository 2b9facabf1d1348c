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

    /// <summary>What the actions make of a request beside choosing a target. What its version of HTTP and its headers are is not known.</summary>
    public static RequestOutcome OutcomeOf(Network net, ImmutableArray<RuleAction> actions, HttpQuestion? asked)
    {
        var login = actions.Select(a => a.Oidc).OfType<OidcAction>().FirstOrDefault(o => o.OnUnauthenticated is "authenticate" or "deny");
        var versions = PoolsOf(net, actions).Where(g => g.Pool.Row.Type != TargetType.Lambda).Select(g => g.Pool.Row.ProtocolVersion).ToList();
        // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html#target-group-protocol-version: gRPC is POST over HTTP/2.
        var isRefused = asked is not null && asked.Method != "POST" && versions.Count > 0 && versions.TrueForAll(v => v == "GRPC");
        var own = actions.Select(a => a.FixedResponse?.StatusCode ?? a.Redirect?.StatusCode).FirstOrDefault(s => s is not null);
        return new RequestOutcome(
            isRefused ? RequestOutcome.Incompatible : own, login is null ? null : login.OnUnauthenticated == "deny" ? 401 : 302, login?.Issuer,
            versions.Count > 0 && versions.TrueForAll(v => v is "HTTP2" or "GRPC"));
    }
}
