namespace Haneul.Model;

/// <summary>Putting targets into groups and taking them out. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-register-targets.html</summary>
public static class Targets
{
    /// <summary>Puts a target into a group, or back into it while it drains. The caller has checked that it fits.</summary>
    public static TargetRegistration Register(Draft draft, TargetGroup group, string targetId, int? port = null, string? zone = null)
    {
        var at = port ?? group.Port ?? 0;
        var id = TargetRegistration.IdOf(group.Id, targetId, at);
        if (draft.TryFind(id, out var there) && there.DrainingSince is null) return there;
        return draft.Put(new TargetRegistration { Id = id, GroupId = group.Id, TargetId = targetId, Port = at, Zone = zone, Since = draft.Now });
    }

    /// <summary>Takes a target out: it ends what it has begun, and goes when that is done or its time is over. Without a port, at all ports.</summary>
    public static void Deregister(Draft draft, TargetGroup group, string targetId, int? port = null)
    {
        foreach (var target in draft.All<TargetRegistration>().Marked(targetId).Where(t => t.GroupId == group.Id && t.DrainingSince is null && (port is null || t.Port == port)).ToList())
        {
            if (TargetHealths.IsIdle(draft, group, target)) draft.Remove(target.Id);
            else draft.Put(target with { DrainingSince = draft.Now, Health = TargetHealth.Draining });
        }
    }

    /// <summary>Checks that a target fits into a group, and puts it there.</summary>
    public static TargetRegistration Admit(Draft draft, TargetGroup group, string targetId, int? port, string? zone)
    {
        if (port is < 1 or > 65_535) throw BalancerFaults.Validation($"Port {port} of target '{targetId}' must be from 1 to 65535");
        if (group.Protocol == BalancerProtocol.Geneve && port is not (null or TargetGroups.GenevePort)) throw BalancerFaults.Validation($"The port of a GENEVE target must be {TargetGroups.GenevePort}");
        if (zone is not null && group.Type is TargetType.Instance or TargetType.Alb) throw BalancerFaults.Configuration($"An Availability Zone cannot be specified for targets of type {BalancerWords.Of(group.Type)}");
        var at = group.Type switch
        {
            TargetType.Instance => Instance(draft, group, targetId),
            TargetType.Ip => Address(draft, group, targetId, zone),
            TargetType.Alb => Balancer(draft, group, targetId),
            _ => Function(group, targetId, port, zone),
        };
        var there = draft.All<TargetRegistration>().Marked(group.Id.Value).Count(t => t.DrainingSince is null && !(t.TargetId == targetId && t.Port == (port ?? group.Port ?? 0)));
        if (group.Type is TargetType.Lambda or TargetType.Alb && there > 0) throw new Fault("TooManyTargets", $"A target group of type {BalancerWords.Of(group.Type)} has one target");
        draft.Admit(BalancerQuotas.TargetsPerGroup, there);
        CheckBalancers(draft, group);
        return Register(draft, group, targetId, port, at);
    }

    private static void CheckBalancers(Draft draft, TargetGroup group)
    {
        foreach (var balancer in TargetGroups.BalancersOf(draft, group))
        {
            var quota = balancer.Type == BalancerType.Application ? BalancerQuotas.TargetsPerApplicationBalancer : BalancerQuotas.TargetsPerNetworkBalancer;
            draft.Admit(quota, TargetGroups.UsedBy(draft, balancer).Sum(g => draft.All<TargetRegistration>().CountMarked(g.Value)));
        }
    }

    private static string? Instance(Draft draft, TargetGroup group, string targetId)
    {
        if (!draft.TryFind(new Id<Instance>(targetId), out var instance)) throw BalancerFaults.Target($"The following targets are not valid instances: '{targetId}'");
        if (instance.State != InstanceState.Running) throw BalancerFaults.Target($"The following targets are not in a running state and cannot be registered: '{targetId}'");
        if (instance.InterfaceIds is not [var first, ..] || draft.Find<NetworkInterface>(first)?.VpcId != group.VpcId) throw BalancerFaults.Target($"The following targets are not in the target group VPC '{group.VpcId}': '{targetId}'");
        return null;
    }

    private static string? Address(Draft draft, TargetGroup group, string targetId, string? zone)
    {
        if (!Ip.TryParse(targetId, out var ip)) throw BalancerFaults.Validation($"The IP address '{targetId}' is not a valid IP address");
        if (ip.IsV6 != (group.AddressType == "ipv6")) throw BalancerFaults.Validation($"The IP address '{targetId}' is not of type {group.AddressType}, as its target group is");
        if (ip.ToString() != targetId) throw BalancerFaults.Validation($"Write the IP address '{targetId}' as '{ip}'");
        if (zone is not (null or "all") && Regions.Zone(draft.Region, zone)?.Name != zone) throw BalancerFaults.Validation($"Availability Zone '{zone}' must be a zone of {draft.Region} or all");
        var subnets = draft.All<Subnet>().Where(s => s.VpcId == group.VpcId).ToList();
        if (subnets.FirstOrDefault(s => s.Cidrs.Any(c => c.Contains(ip))) is { } subnet)
        {
            if (zone is not null && zone != "all" && zone != subnet.Zone) throw BalancerFaults.Validation($"The IP address '{targetId}' is in Availability Zone {subnet.Zone}, not in {zone}");
            return zone ?? subnet.Zone;
        }
        var isOfVpc = draft.Find<Vpc>(group.VpcId) is { } vpc && vpc.Cidrs.Any(c => c.Contains(ip));
        if (!isOfVpc && !SpecialAddresses.Private.Any(c => c.Contains(ip))) throw BalancerFaults.Validation($"The IP address '{targetId}' is not within the VPC '{group.VpcId}' nor in a private range (10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10)");
        if (!isOfVpc && zone is null) throw BalancerFaults.Validation($"You must specify an Availability Zone for IP address '{targetId}', which is outside the VPC");
        return zone ?? "all";
    }

    private static string? Balancer(Draft draft, TargetGroup group, string targetId)
    {
        var start = draft.Arn(LoadBalancer.Service, "");
        var balancer = targetId.StartsWith(start, StringComparison.Ordinal) ? draft.Find<LoadBalancer>(new Id<LoadBalancer>(targetId[start.Length..])) : null;
        if (balancer is not { Type: BalancerType.Application }) throw BalancerFaults.Target($"The following targets are not Application Load Balancers: '{targetId}'");
        if (balancer.VpcId != group.VpcId) throw BalancerFaults.Target($"The following targets are not in the target group VPC '{group.VpcId}': '{targetId}'");
        if (!draft.All<Listener>().Marked(balancer.Id.Value).Any(l => l.Port == group.Port)) throw BalancerFaults.Target($"Load balancer '{targetId}' has no listener on port {group.Port}");
        return null;
    }

    private static string? Function(TargetGroup group, string targetId, int? port, string? zone)
    {
        if (port is not null || zone is not (null or "all")) throw BalancerFaults.Configuration("A function takes no port, and no zone but all");
        if (!targetId.StartsWith("arn:aws:lambda:", StringComparison.Ordinal) || targetId.Length > 2048) throw BalancerFaults.Target($"'{targetId}' is no ARN of a Lambda function, as target group {group.Name} wants");
        return zone;
    }
}
