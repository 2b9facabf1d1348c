using Haneul.Api.Wire;

namespace Haneul.Api.Ec2;

/// <summary>A resource in an analysis. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AnalysisComponent.html</summary>
public sealed record ComponentView(string Id, string? Arn, string? Name);

/// <summary>Ports from the first to the last.</summary>
public sealed record AnalysisPortRange(int From, int To);

/// <summary>A packet's header. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AnalysisPacketHeader.html</summary>
public sealed record PacketHeaderView
{
    public IReadOnlyList<string> DestinationAddresses { get; init; } = [];

    public IReadOnlyList<AnalysisPortRange>? DestinationPortRanges { get; init; }

    /// <summary>IANA number, as text.</summary>
    public required string Protocol { get; init; }

    public IReadOnlyList<string> SourceAddresses { get; init; } = [];

    public IReadOnlyList<AnalysisPortRange>? SourcePortRanges { get; init; }
}

/// <summary>An entry of a network ACL.</summary>
public sealed record AnalysisAclRuleView
{
    public string? Cidr { get; init; }

    public bool Egress { get; init; }

    public AnalysisPortRange? PortRange { get; init; }

    public required string Protocol { get; init; }

    public required string RuleAction { get; init; }

    public int RuleNumber { get; init; }
}

/// <summary>A rule of a security group.</summary>
public sealed record AnalysisGroupRuleView
{
    public string? Cidr { get; init; }

    /// <summary>ingress or egress.</summary>
    public required string Direction { get; init; }

    /// <summary>The group that the rule names.</summary>
    public string? SecurityGroupId { get; init; }

    public AnalysisPortRange? PortRange { get; init; }

    public string? PrefixListId { get; init; }

    public required string Protocol { get; init; }
}

/// <summary>A route.</summary>
public sealed record AnalysisRouteView
{
    public string? DestinationCidr { get; init; }

    public string? DestinationPrefixListId { get; init; }

    public string? EgressOnlyInternetGatewayId { get; init; }

    public string? GatewayId { get; init; }

    public string? InstanceId { get; init; }

    public string? NatGatewayId { get; init; }

    public string? NetworkInterfaceId { get; init; }

    public string? Origin { get; init; }

    public string? TransitGatewayId { get; init; }

    public string? VpcPeeringConnectionId { get; init; }

    /// <summary>active or blackhole.</summary>
    public string? State { get; init; }

    public string? CarrierGatewayId { get; init; }

    public string? CoreNetworkArn { get; init; }

    public string? LocalGatewayId { get; init; }
}

/// <summary>A target of a load balancer. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AnalysisLoadBalancerTarget.html</summary>
public sealed record AnalysisTargetView
{
    public required string Address { get; init; }

    public string? AvailabilityZone { get; init; }

    public string? AvailabilityZoneId { get; init; }

    public ComponentView? Instance { get; init; }

    public int Port { get; init; }
}

/// <summary>One component of a path. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_PathComponent.html</summary>
public sealed record PathComponentView
{
    public required int SequenceNumber { get; init; }

    public AnalysisAclRuleView? AclRule { get; init; }

    public ComponentView? AttachedTo { get; init; }

    public required ComponentView Component { get; init; }

    public ComponentView? DestinationVpc { get; init; }

    public PacketHeaderView? OutboundHeader { get; init; }

    public PacketHeaderView? InboundHeader { get; init; }

    public AnalysisRouteView? RouteTableRoute { get; init; }

    public AnalysisGroupRuleView? SecurityGroupRule { get; init; }

    public ComponentView? SourceVpc { get; init; }

    public ComponentView? Subnet { get; init; }

    public ComponentView? Vpc { get; init; }

    public ComponentView? ElasticLoadBalancerListener { get; init; }

    public IReadOnlyList<ExplanationView>? Explanations { get; init; }
}

/// <summary>Why a path is closed. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Explanation.html</summary>
public sealed record ExplanationView
{
    public ComponentView? Acl { get; init; }

    public AnalysisAclRuleView? AclRule { get; init; }

    public string? Address { get; init; }

    [Wire("Addresses", Out = "addressSet")]
    public IReadOnlyList<string>? Addresses { get; init; }

    public ComponentView? AttachedTo { get; init; }

    public IReadOnlyList<string>? AvailabilityZones { get; init; }

    public IReadOnlyList<string>? AvailabilityZoneIds { get; init; }

    public IReadOnlyList<string>? Cidrs { get; init; }

    public ComponentView? Component { get; init; }

    public ComponentView? Destination { get; init; }

    public ComponentView? DestinationVpc { get; init; }

    /// <summary>ingress or egress.</summary>
    public string? Direction { get; init; }

    public required string ExplanationCode { get; init; }

    public ComponentView? IngressRouteTable { get; init; }

    public ComponentView? InternetGateway { get; init; }

    public string? LoadBalancerArn { get; init; }

    public int? LoadBalancerListenerPort { get; init; }

    public AnalysisTargetView? LoadBalancerTarget { get; init; }

    public ComponentView? LoadBalancerTargetGroup { get; init; }

    public IReadOnlyList<ComponentView>? LoadBalancerTargetGroups { get; init; }

    public int? LoadBalancerTargetPort { get; init; }

    public ComponentView? ElasticLoadBalancerListener { get; init; }

    public ComponentView? NatGateway { get; init; }

    public ComponentView? NetworkInterface { get; init; }

    public string? PacketField { get; init; }

    public ComponentView? VpcPeeringConnection { get; init; }

    public int? Port { get; init; }

    public IReadOnlyList<AnalysisPortRange>? PortRanges { get; init; }

    public IReadOnlyList<string>? Protocols { get; init; }

    public AnalysisRouteView? RouteTableRoute { get; init; }

    public ComponentView? RouteTable { get; init; }

    public IReadOnlyList<ComponentView>? SecurityGroups { get; init; }

    public ComponentView? SourceVpc { get; init; }

    public string? State { get; init; }

    public ComponentView? Subnet { get; init; }

    public ComponentView? SubnetRouteTable { get; init; }

    public ComponentView? Vpc { get; init; }

    public ComponentView? VpcEndpoint { get; init; }

    public ComponentView? VpnGateway { get; init; }

    public string? ComponentAccount { get; init; }

    public string? ComponentRegion { get; init; }
}
