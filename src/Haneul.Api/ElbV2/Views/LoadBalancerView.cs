using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>A balancer as it is answered. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancer.html</summary>
public sealed record LoadBalancerView
{
    public required string LoadBalancerArn { get; init; }

    public string? DNSName { get; init; }

    public string? CanonicalHostedZoneId { get; init; }

    public required DateTimeOffset CreatedTime { get; init; }

    public required string LoadBalancerName { get; init; }

    public string? Scheme { get; init; }

    public required Id<Vpc> VpcId { get; init; }

    public required StateView State { get; init; }

    public required string Type { get; init; }

    public required IReadOnlyList<BalancerZoneView> AvailabilityZones { get; init; }

    public IReadOnlyList<Id<SecurityGroup>>? SecurityGroups { get; init; }

    public required string IpAddressType { get; init; }

    public string? EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic { get; init; }

    /// <summary>How far it is.</summary>
    public sealed record StateView(string Code);

    internal static LoadBalancerView Of(Scope scope, LoadBalancer balancer) => new()
    {
        LoadBalancerArn = scope.ArnOf(balancer.Id),
        DNSName = balancer.DnsName.Length > 0 ? balancer.DnsName : null,
        CanonicalHostedZoneId = HostedZones.Of(scope.Region, balancer.Type),
        CreatedTime = balancer.CreateTime,
        LoadBalancerName = balancer.Name,
        Scheme = balancer.Type == BalancerType.Gateway ? null : balancer.IsInternal ? "internal" : "internet-facing",
        VpcId = balancer.VpcId,
        State = new StateView(BalancerWords.Of(balancer.State)),
        Type = BalancerWords.Of(balancer.Type),
        AvailabilityZones = BalancerZoneView.Of(scope, balancer),
        SecurityGroups = balancer.GroupIds.IsEmpty ? null : balancer.GroupIds,
        IpAddressType = balancer.AddressType,
        EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic = EnforcementOf(balancer),
    };

    internal static string? EnforcementOf(LoadBalancer balancer) =>
        balancer.Type != BalancerType.Network || balancer.GroupIds.IsEmpty ? null : balancer.EnforcesGroupsOnPrivateLink ? "on" : "off";
}

/// <summary>Where a balancer meets a zone. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_AvailabilityZone.html</summary>
public sealed record BalancerZoneView(string ZoneName, Id<Subnet> SubnetId, IReadOnlyList<BalancerAddressView> LoadBalancerAddresses)
{
    internal static IReadOnlyList<BalancerZoneView> Of(Scope scope, LoadBalancer balancer) =>
        [.. balancer.Nodes.Select(n => new BalancerZoneView(n.Zone, n.SubnetId, AddressOf(scope, n) is { } address ? [address] : []))];

    private static BalancerAddressView? AddressOf(Scope scope, BalancerNode node)
    {
        if (node is { AllocationId: null, AskedIp: null, AskedIpv6: null }) return null;
        return new BalancerAddressView(scope.Find(node.AllocationId)?.PublicIp, node.AllocationId, node.AskedIp, node.AskedIpv6);
    }
}

/// <summary>A static address of a balancer in a zone. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAddress.html</summary>
public sealed record BalancerAddressView(Ip? IpAddress, Id<ElasticAddress>? AllocationId, Ip? PrivateIPv4Address, Ip? IPv6Address);
