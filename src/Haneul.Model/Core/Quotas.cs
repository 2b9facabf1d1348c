using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>The quotas that Haneul keeps, with AWS's defaults: https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html</summary>
public static class Quotas
{
    public static Quota VpcsPerRegion { get; } = Vpc("L-F678F1CE", "VPCs per Region", 5, 100, "VpcLimitExceeded", "VPCs");

    public static Quota SubnetsPerVpc { get; } = Vpc("L-407747CB", "Subnets per VPC", 200, 1000, "SubnetLimitExceeded", "subnets");

    public static Quota Ipv4BlocksPerVpc { get; } =
        Vpc("L-83CA0A9D", "IPv4 CIDR blocks per VPC", 5, 50, "CidrLimitExceeded", "IPv4 CIDR blocks of the VPC");

    public static Quota Ipv6BlocksPerVpc { get; } =
        Vpc("L-085A6257", "IPv6 CIDR blocks per VPC", 5, 50, "CidrLimitExceeded", "IPv6 CIDR blocks of the VPC");

    public static Quota InternetGateways { get; } =
        Vpc("L-A4707A72", "Internet gateways per Region", 5, 100, "InternetGatewayLimitExceeded", "internet gateways");

    public static Quota EgressOnlyInternetGateways { get; } =
        Vpc("L-45FE3B85", "Egress-only internet gateways per Region", 5, 100, "EgressOnlyInternetGatewayLimitExceeded", "egress-only internet gateways");

    public static Quota NatGatewaysPerZone { get; } =
        Vpc("L-FE5A380F", "NAT gateways per Availability Zone", 5, 100, "NatGatewayLimitExceeded", "NAT gateways in the Availability Zone");

    public static Quota AddressesPerNatGateway { get; } =
        Vpc("L-5F53652F", "Elastic IP address quota per NAT gateway", 2, 8, "NatGatewayAddressLimitExceeded", "elastic addresses of the NAT gateway");

    public static Quota RouteTablesPerVpc { get; } =
        Vpc("L-589F43AA", "Route tables per VPC", 200, 500, "RouteTableLimitExceeded", "route tables of the VPC");

    public static Quota RoutesPerTable { get; } = Vpc("L-93826ACB", "Routes per route table", 500, 1000, "RouteLimitExceeded", "routes");

    public static Quota NetworkAclsPerVpc { get; } =
        Vpc("L-B4A6D682", "Network ACLs per VPC", 200, 1000, "NetworkAclLimitExceeded", "network ACLs of the VPC");

    /// <summary>For each direction.</summary>
    public static Quota RulesPerNetworkAcl { get; } =
        Vpc("L-2AEEBF1A", "Rules per network ACL", 20, 40, "NetworkAclEntryLimitExceeded", "rules of the network ACL in one direction");

    public static Quota SecurityGroupsPerRegion { get; } =
        Vpc("L-E79EC296", "VPC security groups per Region", 2500, 10_000, "SecurityGroupLimitExceeded", "security groups");

    /// <summary>For each direction and address family.</summary>
    public static Quota RulesPerSecurityGroup { get; } = Vpc(
        "L-0EA8095F", "Inbound or outbound rules per security group", 60, 1000, "RulesPerSecurityGroupLimitExceeded", "rules of the security group in one direction");

    public static Quota SecurityGroupsPerInterface { get; } = Vpc(
        "L-2AFB9258", "Security groups per network interface", 5, 16, "SecurityGroupsPerInterfaceLimitExceeded", "security groups of the network interface");

    public static Quota NetworkInterfaces { get; } =
        Vpc("L-DF5E4CA3", "Network interfaces per Region", 5000, 50_000, "NetworkInterfaceLimitExceeded", "network interfaces");

    public static Quota ActivePeeringsPerVpc { get; } = Vpc(
        "L-7E9ECCDB", "Active VPC peering connections per VPC", 50, 125, "ActiveVpcPeeringConnectionPerVpcLimitExceeded", "active peering connections of the VPC");

    public static Quota OutstandingPeerings { get; } = Vpc(
        "L-DC9F7029", "Outstanding VPC peering connection requests", 25, 100, "OutstandingVpcPeeringConnectionLimitExceeded", "outstanding peering requests");

    public static Quota GatewayEndpoints { get; } =
        Vpc("L-1B52E74A", "Gateway VPC endpoints per Region", 20, 255, "VpcEndpointLimitExceeded", "gateway endpoints");

    public static Quota InterfaceEndpointsPerVpc { get; } =
        Vpc("L-29B6F2EB", "Interface VPC endpoints per VPC", 50, 255, "VpcEndpointLimitExceeded", "interface endpoints of the VPC");

    /// <summary>Cannot be raised.</summary>
    public static Quota EndpointPolicyCharacters { get; } =
        Vpc("L-3248932A", "Characters per VPC endpoint policy", 20_480, 20_480, "InvalidPolicyDocument", "characters of an endpoint's policy");

    public static Quota ElasticAddresses { get; } = Ec2("L-0263D0A3", "EC2-VPC Elastic IPs", 5, 5000, "AddressLimitExceeded", "addresses");

    public static Quota CustomerGateways { get; } =
        Ec2("L-4FB7FF5D", "Customer gateways per region", 50, 500, "CustomerGatewayLimitExceeded", "customer gateways");

    public static Quota VpnGateways { get; } =
        Ec2("L-7029FAB6", "Virtual private gateways per region", 5, 100, "VpnGatewayLimitExceeded", "virtual private gateways");

    public static Quota VpnConnections { get; } =
        Ec2("L-3E6EC3A3", "VPN connections per region", 50, 500, "VpnConnectionLimitExceeded", "VPN connections");

    public static Quota VpnConnectionsPerGateway { get; } =
        Ec2("L-B91E5754", "VPN connections per VGW", 10, 100, "VpnConnectionLimitExceeded", "VPN connections of the virtual private gateway");

    /// <summary>AWS gives a new account 5 and raises that as it is used; this is what accounts had when the quota was introduced.</summary>
    public static Quota StandardVCpus { get; } = Ec2(
        "L-1216C47A", "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances", 1152, 100_000, "VcpuLimitExceeded", "virtual processors of running instances");

    public static Quota GraphicsVCpus { get; } =
        Ec2("L-DB2E81BA", "Running On-Demand G and VT instances", 128, 10_000, "VcpuLimitExceeded", "virtual processors of running G instances");

    public static Quota LaunchTemplates { get; } =
        Ec2("L-FB451C26", "Launch templates per Region", 5000, 50_000, "LaunchTemplateLimitExceeded", "launch templates");

    /// <summary>All of them, for listings.</summary>
    public static ImmutableArray<Quota> All { get; } =
    [
        VpcsPerRegion, SubnetsPerVpc, Ipv4BlocksPerVpc, Ipv6BlocksPerVpc, InternetGateways, EgressOnlyInternetGateways, NatGatewaysPerZone,
        AddressesPerNatGateway, RouteTablesPerVpc, RoutesPerTable, NetworkAclsPerVpc, RulesPerNetworkAcl, SecurityGroupsPerRegion,
        RulesPerSecurityGroup, SecurityGroupsPerInterface, NetworkInterfaces, ActivePeeringsPerVpc, OutstandingPeerings, GatewayEndpoints,
        InterfaceEndpointsPerVpc, EndpointPolicyCharacters, ElasticAddresses, CustomerGateways, VpnGateways, VpnConnections, VpnConnectionsPerGateway,
        StandardVCpus, GraphicsVCpus, LaunchTemplates, .. BalancerQuotas.All,
    ];

    private static Quota Vpc(string code, string name, int value, int most, string fault, string noun) => new("vpc", code, name, value, most, fault, noun);

    private static Quota Ec2(string code, string name, int value, int most, string fault, string noun) => new("ec2", code, name, value, most, fault, noun);
}
