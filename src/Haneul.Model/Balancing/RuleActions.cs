using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>What the actions of a listener or rule must be. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html</summary>
public static class RuleActions
{
    private const int MostGroups = 5, MostActions = 2;

    private static readonly ImmutableArray<string> ContentTypes = ["text/plain", "text/css", "text/html", "application/javascript", "application/json"];

    public static void Check(Draft draft, LoadBalancer balancer, Listener listener, ImmutableArray<RuleAction> actions)
    {
        if (actions.IsEmpty) throw BalancerFaults.Validation("At least one action must be specified");
        if (actions.Length > MostActions) throw new Fault("TooManyActions", "A rule has one action of type forward, redirect or fixed-response, and one of type authenticate-oidc before it");
        var ends = actions.Where(a => a.Type != ActionType.AuthenticateOidc).ToList();
        if (ends.Count != 1) throw Action("Exactly one action of type forward, redirect or fixed-response must be specified");
        if (actions.Length > 1 && actions.OrderBy(a => a.Order ?? 0).Last() != ends[0]) throw Action("An action of type forward, redirect or fixed-response must be the last one to be performed");
        if (actions.Any(a => a.Order is < 1 or > 50_000)) throw BalancerFaults.Validation("An action's order is from 1 to 50000");
        foreach (var action in actions) CheckOne(draft, balancer, listener, action);
    }

    public static bool AreSame(ImmutableArray<RuleAction> some, ImmutableArray<RuleAction> others) => some.Length == others.Length && some.Zip(others).All(p => AreSame(p.First, p.Second));

    private static bool AreSame(RuleAction one, RuleAction other)
    {
        if (one.Forward is not { } forward || other.Forward is not { } with) return one.Oidc is null && other.Oidc is null ? one == other : false;
        return one.Order == other.Order && forward.StickySeconds == with.StickySeconds && forward.Groups.SequenceEqual(with.Groups);
    }

    private static void CheckOne(Draft draft, LoadBalancer balancer, Listener listener, RuleAction action)
    {
        if (balancer.Type != BalancerType.Application && action.Type != ActionType.Forward) throw Action($"Load balancers of type '{BalancerWords.Of(balancer.Type)}' only forward");
        switch (action)
        {
            case { Type: ActionType.Forward, Forward: { } forward }:
                CheckForward(draft, balancer, listener, forward);
                break;
            case { Type: ActionType.Redirect, Redirect: { } redirect }:
                CheckRedirect(redirect);
                break;
            case { Type: ActionType.FixedResponse, FixedResponse: { } answer }:
                CheckFixed(answer);
                break;
            case { Type: ActionType.AuthenticateOidc, Oidc: { } oidc }:
                if (listener.Protocol != BalancerProtocol.Https) throw Action("Actions of type authenticate-oidc are supported by HTTPS listeners only");
                CheckOidc(oidc);
                break;
            default:
                throw BalancerFaults.Validation($"An action of type {BalancerWords.Of(action.Type)} needs its configuration");
        }
    }

    private static void CheckForward(Draft draft, LoadBalancer balancer, Listener listener, ForwardAction forward)
    {
        if (forward.Groups.IsEmpty) throw BalancerFaults.Validation("A forward action needs a target group");
        if (forward.Groups.Length > (balancer.Type == BalancerType.Gateway ? 1 : MostGroups)) throw new Fault("TooManyTargetGroups", $"A forward action has {MostGroups} target groups at most; that of a Gateway Load Balancer has one");
        if (forward.Groups.DistinctBy(g => g.GroupId).Count() < forward.Groups.Length) throw BalancerFaults.Validation("A target group is named twice in a forward action");
        if (forward.Groups.Any(g => g.Weight is < 0 or > 999)) throw BalancerFaults.Validation("The weight of a target group is from 0 to 999");
        if (forward.StickySeconds is < 1 or > 604_800) throw BalancerFaults.Validation("The stickiness of target groups lasts from 1 to 604800 seconds");
        if (forward.StickySeconds is not null && balancer.Type != BalancerType.Application) throw BalancerFaults.Configuration("Target groups of Network and Gateway Load Balancers cannot be sticky by action");
        foreach (var id in forward.Groups.Select(g => g.GroupId)) CheckGroup(draft, balancer, listener, draft.Get(id));
        var used = TargetGroups.UsedBy(draft, balancer).Concat(forward.Groups.Select(g => g.GroupId)).Distinct().Count();
        if (balancer.Type == BalancerType.Application) draft.Admit(BalancerQuotas.GroupsPerApplicationBalancer, used, more: 0);
    }

    private static void CheckGroup(Draft draft, LoadBalancer balancer, Listener listener, TargetGroup group)
    {
        var fits = (listener.Protocol, group.Type, group.Protocol) switch
        {
            (BalancerProtocol.Http or BalancerProtocol.Https, TargetType.Lambda, _) => true,
            (BalancerProtocol.Http or BalancerProtocol.Https, _, BalancerProtocol.Http or BalancerProtocol.Https) => true,
            (BalancerProtocol.Tcp, _, BalancerProtocol.Tcp or BalancerProtocol.TcpUdp) => true,
            (BalancerProtocol.Tls, not TargetType.Alb, BalancerProtocol.Tcp or BalancerProtocol.Tls) => true,
            (BalancerProtocol.Udp, _, BalancerProtocol.Udp or BalancerProtocol.TcpUdp) => true,
            (BalancerProtocol.TcpUdp, _, BalancerProtocol.TcpUdp) => true,
            (BalancerProtocol.Geneve, _, BalancerProtocol.Geneve) => true,
            _ => false,
        };
        var arn = draft.Arn(LoadBalancer.Service, group.Id.Value);
        if (!fits) throw new Fault("IncompatibleProtocols", $"A listener of protocol {BalancerWords.Of(listener.Protocol)} cannot forward to target group '{arn}'{(group.Protocol is { } protocol ? $" of protocol {BalancerWords.Of(protocol)}" : "")}");
        // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html#target-group-protocol-version
        if (group.ProtocolVersion is "HTTP2" or "GRPC" && listener.Protocol != BalancerProtocol.Https)
        {
            throw BalancerFaults.Configuration($"Listener protocol '{BalancerWords.Of(listener.Protocol)}' is not supported with a target group with the protocol-version '{group.ProtocolVersion}'");
        }
        if (group.VpcId is { } vpc && vpc != balancer.VpcId) throw BalancerFaults.Configuration($"The following target groups have a different VPC than the load balancer: {arn}");
        if (TargetGroups.BalancersOf(draft, group).FirstOrDefault(b => b.Id != balancer.Id) is { } other)
        {
            throw new Fault("TargetGroupAssociationLimit", $"The following target groups cannot be associated with more than one load balancer: {arn} ({other.Name} has it)");
        }
    }

    private static void CheckRedirect(RedirectAction redirect)
    {
        if (redirect.Protocol is not ("HTTP" or "HTTPS" or "#{protocol}")) throw BalancerFaults.Validation("The protocol of a redirect is HTTP, HTTPS or #{protocol}");
        if (redirect.Port != "#{port}" && !(int.TryParse(redirect.Port, out var port) && port is >= 1 and <= 65_535)) throw BalancerFaults.Validation("The port of a redirect is from 1 to 65535, or #{port}");
        if (redirect.Host.Length is 0 or > 128) throw BalancerFaults.Validation("The host of a redirect has 1 to 128 characters");
        if (redirect.Path.Length is 0 or > 128 || redirect.Path[0] != '/') throw BalancerFaults.Validation("The path of a redirect begins with / and has 128 characters at most");
        if (redirect.Query.Length > 128) throw BalancerFaults.Validation("The query of a redirect has 128 characters at most");
        if (redirect is { Protocol: "#{protocol}", Host: "#{host}", Port: "#{port}", Path: "/#{path}" }) throw Action("The redirect configuration is not valid because it creates a loop: change the protocol, host, port or path");
    }

    private static void CheckFixed(FixedResponseAction answer)
    {
        if (answer.StatusCode is not (>= 200 and < 300 or >= 400 and < 600)) throw BalancerFaults.Validation("The status code of a fixed response is 2XX, 4XX or 5XX");
        if (answer.ContentType is { Length: > 0 } type && !ContentTypes.Contains(type)) throw BalancerFaults.Validation($"The content type of a fixed response is one of {string.Join(", ", ContentTypes)}");
        if (answer.Body?.Length > 1024) throw BalancerFaults.Validation("The body of a fixed response has 1024 characters at most");
    }

    private static void CheckOidc(OidcAction oidc)
    {
        foreach (var (name, url) in new[] { ("Issuer", oidc.Issuer), ("AuthorizationEndpoint", oidc.AuthorizationEndpoint), ("TokenEndpoint", oidc.TokenEndpoint), ("UserInfoEndpoint", oidc.UserInfoEndpoint) })
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme != "https") throw BalancerFaults.Validation($"{name} must be a full URL with https");
        }
        if (oidc.SessionSeconds is < 1 or > 604_800) throw BalancerFaults.Validation("The session timeout is from 1 to 604800 seconds");
        if (oidc.ExtraParameters.Count > 10) throw BalancerFaults.Validation("There are 10 extra parameters at most");
        if (oidc.OnUnauthenticated is not ("deny" or "allow" or "authenticate")) throw BalancerFaults.Validation("OnUnauthenticatedRequest is deny, allow or authenticate");
    }

    private static Fault Action(string message) => new("InvalidLoadBalancerAction", message);
}
