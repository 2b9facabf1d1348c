namespace Haneul.Model;

/// <summary>Making, changing and removing target groups, and who uses them. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html</summary>
public static class TargetGroups
{
    /// <summary>GENEVE's port (RFC 8926).</summary>
    public const int GenevePort = 6081;

    /// <summary>A fresh id.</summary>
    public static Id<TargetGroup> NewId(Draft draft, string name) => new($"targetgroup/{name}/{draft.Hex(16)}");

    /// <summary>Puts a group that is new; one that is there with the same name and the same settings is answered instead.</summary>
    public static TargetGroup Make(Draft draft, TargetGroup wanted)
    {
        Balancers.CheckName(wanted.Name, "Target group");
        Check(draft, wanted);
        if (draft.All<TargetGroup>().Marked(wanted.Name).FirstOrDefault() is { } other)
        {
            return IsSame(other, wanted) ? other : throw new Fault("DuplicateTargetGroupName", $"A target group with the same name '{wanted.Name}' exists, but with different settings");
        }
        draft.Admit(BalancerQuotas.TargetGroups, draft.All<TargetGroup>().Count);
        return draft.Put(wanted);
    }

    /// <summary>Removes a group that no listener and no rule forwards to, with its targets.</summary>
    public static void Remove(Draft draft, TargetGroup group)
    {
        if (BalancersOf(draft, group).Any()) throw BalancerFaults.InUse($"Target group '{draft.Arn(LoadBalancer.Service, group.Id.Value)}' is currently in use by a listener or a rule");
        foreach (var target in draft.All<TargetRegistration>().Marked(group.Id.Value).ToList()) draft.Remove(target.Id);
        draft.Remove(group.Id);
    }

    /// <summary>The balancers whose listeners or rules forward to a group; AWS lets it be one.</summary>
    public static IEnumerable<LoadBalancer> BalancersOf(Scope scope, TargetGroup group) =>
        ListenersOf(scope, group).Select(l => l.BalancerId).Distinct().Select(id => scope.Find<LoadBalancer>(id)).OfType<LoadBalancer>();

    /// <summary>The listeners that forward to a group, themselves or by a rule.</summary>
    public static IEnumerable<Listener> ListenersOf(Scope scope, TargetGroup group) =>
        scope.All<Listener>().Marked(group.Id.Value)
            .Concat(scope.All<ListenerRule>().Marked(group.Id.Value).Select(r => scope.Find<Listener>(r.ListenerId)).OfType<Listener>())
            .DistinctBy(l => l.Id);

    /// <summary>The groups that a balancer forwards to.</summary>
    public static IEnumerable<Id<TargetGroup>> UsedBy(Scope scope, LoadBalancer balancer) =>
        scope.All<Listener>().Marked(balancer.Id.Value).Where(l => l.BalancerId == balancer.Id)
            .SelectMany(l => l.DefaultActions.Concat(scope.All<ListenerRule>().Marked(l.Id.Value).SelectMany(r => r.Actions)))
            .SelectMany(a => a.TargetGroupIds).Distinct();

    /// <summary>Faults for settings that do not go together.</summary>
    public static void Check(Scope scope, TargetGroup group)
    {
        if (group.Type == TargetType.Lambda)
        {
            if (group.Protocol is not null || group.Port is not null || group.VpcId is not null) throw BalancerFaults.Configuration("A target group of type lambda takes no protocol, port or VPC");
            HealthChecks.Check(group);
            return;
        }
        if (group.Protocol is not { } protocol) throw BalancerFaults.Validation("A protocol must be specified");
        if (group.Port is not { } port) throw BalancerFaults.Validation("A port must be specified");
        if (group.VpcId is not { } vpc) throw BalancerFaults.Validation("A VPC ID must be specified");
        if (port is < 1 or > 65_535) throw BalancerFaults.Validation($"Port {port} must be from 1 to 65535");
        if (!scope.TryFind(vpc, out var network)) throw BalancerFaults.Validation($"The VPC ID '{vpc}' is not found");
        if (protocol == BalancerProtocol.Geneve && port != GenevePort) throw BalancerFaults.Validation($"The port of a GENEVE target group must be {GenevePort}");
        if (group.Type == TargetType.Alb && protocol != BalancerProtocol.Tcp) throw BalancerFaults.Configuration("The protocol of a target group of type alb must be TCP");
        if (group.AddressType is not ("ipv4" or "ipv6")) throw BalancerFaults.Validation($"IP address type '{group.AddressType}' must be ipv4 or ipv6");
        if (group.AddressType == "ipv6" && !network.Cidrs.Any(c => c.IsV6)) throw BalancerFaults.Configuration($"VPC '{vpc}' has no IPv6 block");
        if (group.ProtocolVersion is { } version)
        {
            if (!IsHttp(protocol)) throw BalancerFaults.Configuration("A protocol version can be specified for HTTP and HTTPS only");
            if (version is not ("HTTP1" or "HTTP2" or "GRPC")) throw BalancerFaults.Validation($"Protocol version '{version}' must be HTTP1, HTTP2 or GRPC");
        }
        HealthChecks.Check(group);
    }

    /// <summary>Faults for attributes that do not go together.</summary>
    public static void CheckAttributes(TargetGroup group)
    {
        var settings = TargetGroupSettings.Of(group);
        if (group.Type != TargetType.Lambda && IsHttp(group.Protocol))
        {
            if (settings.SlowStartSeconds > 0 && settings.Algorithm != "round_robin") throw BalancerFaults.Configuration($"Slow start and the {settings.Algorithm} algorithm cannot be used together");
            if (settings.MitigatesAnomalies && settings.Algorithm != "weighted_random") throw BalancerFaults.Configuration("Anomaly mitigation needs the weighted_random algorithm");
            if (settings is { IsSticky: true, StickinessType: "app_cookie", AppCookieName: "" }) throw BalancerFaults.Configuration("Stickiness by the application's cookie needs the cookie's name");
            if (settings.AppCookieName.StartsWith("AWSALB", StringComparison.Ordinal)) throw BalancerFaults.Configuration("Names of cookies that begin with AWSALB are the load balancer's own");
        }
        if (group.Protocol == BalancerProtocol.Geneve && settings["target_failover.on_deregistration"] != settings["target_failover.on_unhealthy"])
        {
            throw BalancerFaults.Configuration("target_failover.on_deregistration and target_failover.on_unhealthy must be the same");
        }
        if (group.Protocol == BalancerProtocol.Tls && settings.IsSticky) throw BalancerFaults.Configuration("Target groups of protocol TLS cannot be sticky");
    }

    public static bool IsHttp(BalancerProtocol? protocol) => protocol is BalancerProtocol.Http or BalancerProtocol.Https;

    private static bool IsSame(TargetGroup there, TargetGroup wanted) =>
        there.Type == wanted.Type && there.Protocol == wanted.Protocol && there.ProtocolVersion == wanted.ProtocolVersion && there.Port == wanted.Port && there.VpcId == wanted.VpcId
        && there.AddressType == wanted.AddressType && there.HealthCheck == wanted.HealthCheck && there.Tags.SequenceEqual(wanted.Tags);
}
