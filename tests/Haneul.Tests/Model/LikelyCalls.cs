using System.Globalization;
using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Tests.Model;

/// <summary>The calls by which people build networks, filled with what there is so that they mostly succeed: without them calls made by chance would never get far.</summary>
internal sealed class LikelyCalls(Scope scope, Random random)
{
    private static readonly Service Ec2 = Service.All.First(s => s.Name == "Ec2");

    private readonly List<Vpc> vpcs = [.. scope.All<Vpc>()];
    private readonly List<Subnet> subnets = [.. scope.All<Subnet>()];

    public (Service, string Action, (string Name, string Value)[] Parameters) Next()
    {
        for (var tries = 0; ; tries++)
        {
            var (action, parameters) = Pick(random.Next(32));
            // What is missing (no subnet yet, say) leaves a parameter empty: then another call is better.
            if (tries < 20 && (parameters.Any(p => p.Value.Length == 0) || Actions.Find(Ec2, action) is null)) continue;
            return (Ec2, action, parameters);
        }
    }

    private (string Action, (string Name, string Value)[] Parameters) Pick(int dice) => dice < 16 ? PickNetwork(dice) : PickHosts(dice);

    private (string Action, (string Name, string Value)[] Parameters) PickNetwork(int dice)
    {
        var vpc = Any(vpcs);
        var id = vpc?.Id.Value ?? "";
        var table = Any(scope.All<RouteTable>().Where(t => t.VpcId == vpc?.Id));
        var subnet = Any(subnets.Where(s => s.VpcId == vpc?.Id));
        var gateway = Any(scope.All<InternetGateway>().Where(g => g.VpcId == vpc?.Id))?.Id.Value ?? "";
        return dice switch
        {
            0 => ("CreateVpc", [("CidrBlock", $"10.{random.Next(6)}.0.0/16"), ("AmazonProvidedIpv6CidrBlock", Any(["true", "false"]) ?? "")]),
            1 or 2 => ("CreateSubnet", [("VpcId", id), ("CidrBlock", Part(vpc, 24)), ("AvailabilityZone", Any(Regions.Of(scope.Region).Zones.Select(z => z.Name)) ?? "")]),
            3 => ("CreateInternetGateway", []),
            4 => ("AttachInternetGateway", [("InternetGatewayId", Any(scope.All<InternetGateway>().Where(g => g.VpcId is null))?.Id.Value ?? ""), ("VpcId", id)]),
            5 => ("CreateRouteTable", [("VpcId", id)]),
            6 => ("AssociateRouteTable", [("RouteTableId", table?.Id.Value ?? ""), ("SubnetId", subnet?.Id.Value ?? "")]),
            7 => ("CreateRoute", [("RouteTableId", table?.Id.Value ?? ""), ("DestinationCidrBlock", Any(["0.0.0.0/0", "10.9.0.0/16"]) ?? ""), ("GatewayId", gateway)]),
            8 => ("CreateRoute", [("RouteTableId", table?.Id.Value ?? ""), ("DestinationCidrBlock", "172.20.0.0/16"), ("NetworkInterfaceId", Any(scope.All<NetworkInterface>().Where(e => e.VpcId == vpc?.Id))?.Id.Value ?? "")]),
            9 => ("CreateNetworkAcl", [("VpcId", id)]),
            10 => ("CreateNetworkAclEntry", [("NetworkAclId", Any(scope.All<NetworkAcl>())?.Id.Value ?? ""), ("RuleNumber", Number(300)), ("Protocol", "6"), ("RuleAction", "allow"),
                ("Egress", Any(["true", "false"]) ?? ""), ("CidrBlock", "0.0.0.0/0"), ("PortRange.From", "443"), ("PortRange.To", "443")]),
            11 => ("ReplaceNetworkAclAssociation", [("AssociationId", Any(scope.All<NetworkAcl>().Where(a => a.VpcId == vpc?.Id).SelectMany(a => a.Associations))?.Id ?? ""),
                ("NetworkAclId", Any(scope.All<NetworkAcl>().Where(a => a.VpcId == vpc?.Id))?.Id.Value ?? "")]),
            12 => ("CreateSecurityGroup", [("VpcId", id), ("GroupName", $"g{random.Next(40)}"), ("GroupDescription", "by chance")]),
            13 => ("AuthorizeSecurityGroupIngress", [("GroupId", Any(scope.All<SecurityGroup>())?.Id.Value ?? ""), ("IpPermissions.1.IpProtocol", "tcp"), ("IpPermissions.1.FromPort", Number(100)),
                ("IpPermissions.1.ToPort", "443"), ("IpPermissions.1.IpRanges.1.CidrIp", "10.0.0.0/8")]),
            14 => ("AuthorizeSecurityGroupIngress", [("GroupId", Any(scope.All<SecurityGroup>().Where(g => g.VpcId == vpc?.Id))?.Id.Value ?? ""), ("IpPermissions.1.IpProtocol", "-1"),
                ("IpPermissions.1.Groups.1.GroupId", Any(scope.All<SecurityGroup>().Where(g => g.VpcId == vpc?.Id))?.Id.Value ?? "")]),
            _ => ("AssociateVpcCidrBlock", [("VpcId", id), ("CidrBlock", $"10.{random.Next(20, 40)}.0.0/16")]),
        };
    }

    private (string Action, (string Name, string Value)[] Parameters) PickHosts(int dice)
    {
        var subnet = Any(subnets)?.Id.Value ?? "";
        var free = Any(scope.All<ElasticAddress>().Where(e => e.AssociationId is null))?.Id.Value ?? "";
        var eni = Any(scope.All<NetworkInterface>().Where(e => e.InterfaceType == "interface"));
        var loose = Any(scope.All<NetworkInterface>().Where(e => e is { Attachment: null, InterfaceType: "interface" }))?.Id.Value ?? "";
        var instance = Any(scope.All<Instance>().Where(i => i.State is InstanceState.Running or InstanceState.Stopped));
        return dice switch
        {
            16 => ("AllocateAddress", [("Domain", "vpc")]),
            17 => ("AssociateAddress", [("AllocationId", free), ("NetworkInterfaceId", eni?.Id.Value ?? "")]),
            18 => ("CreateNatGateway", [("SubnetId", subnet), ("AllocationId", free)]),
            19 => ("CreateNatGateway", [("SubnetId", subnet), ("ConnectivityType", "private")]),
            20 or 21 => ("CreateNetworkInterface", [("SubnetId", subnet), ("SecondaryPrivateIpAddressCount", Number(3))]),
            22 or 23 => ("RunInstances", [("ImageId", AnyImage()), ("InstanceType", "t3.micro"), ("MinCount", "1"), ("MaxCount", "2"), ("SubnetId", subnet)]),
            24 => ("StopInstances", [("InstanceId.1", instance?.Id.Value ?? "")]),
            25 => ("StartInstances", [("InstanceId.1", instance?.Id.Value ?? "")]),
            26 => ("AttachNetworkInterface", [("NetworkInterfaceId", loose), ("InstanceId", instance?.Id.Value ?? ""), ("DeviceIndex", "1")]),
            27 => ("CreateVpcPeeringConnection", [("VpcId", Any(vpcs)?.Id.Value ?? ""), ("PeerVpcId", Any(vpcs)?.Id.Value ?? "")]),
            28 => ("AcceptVpcPeeringConnection", [("VpcPeeringConnectionId", Any(scope.All<VpcPeering>())?.Id.Value ?? "")]),
            29 => ("CreateVpnGateway", [("Type", "ipsec.1")]),
            30 => ("AttachVpnGateway", [("VpnGatewayId", Any(scope.All<VpnGateway>())?.Id.Value ?? ""), ("VpcId", Any(vpcs)?.Id.Value ?? "")]),
            _ => ("AssignPrivateIpAddresses", [("NetworkInterfaceId", eni?.Id.Value ?? ""), ("SecondaryPrivateIpAddressCount", "1")]),
        };
    }

    private string AnyImage() => Any(Images.Visible(scope).Where(i => i.Architecture == "x86_64"))?.Id.Value ?? "";

    private string Part(Vpc? vpc, int length) =>
        vpc is null ? "" : new Cidr(vpc.Cidr.First + ((UInt128)random.Next(1 << Math.Max(0, length - vpc.Cidr.Length)) << (32 - length)), length).ToString();

    private string Number(int most) => random.Next(1, most).ToString(CultureInfo.InvariantCulture);

    private T? Any<T>(IEnumerable<T> from) where T : class => from.ToList() is { Count: > 0 } all ? all[random.Next(all.Count)] : null;
}
