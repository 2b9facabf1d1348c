using Haneul.Client;
using Haneul.Daemon;
using Haneul.Model;

namespace Haneul.Demo;

/// <summary>
/// The network of the demonstration: a web service in two zones of ap-northeast-2, as textbooks draw it. Public, application and data subnets; the public ones lead to an
/// internet gateway, each application subnet to the NAT gateway of its zone, the data subnets nowhere, and a network ACL guards them.
/// </summary>
internal sealed class WebService(DemoCloud cloud)
{
    public const string Region = "ap-northeast-2";

    /// <summary>Port of the application, and of the database behind it.</summary>
    public const int AppPort = 8080, DataPort = 5432;

    private const string Image = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";

    private static readonly string[] Zones = ["a", "c"];

    private readonly Dictionary<string, string> ids = [];

    private string KeyName => $"demo-{cloud.Id}";

    /// <summary>The id of what was made under this name: <c>instance/bastion</c>.</summary>
    public string IdOf(string what) => ids[what];

    /// <summary>The account in which it was built; known once it is.</summary>
    public string Account { get; private set; } = "";

    /// <summary>Of the key pair that all instances have, as PEM.</summary>
    public string PrivateKey { get; private set; } = "";

    /// <summary>How the tracer is asked about an end: instances by id, others by name.</summary>
    public string EndOf(string name) => ids.GetValueOrDefault($"instance/{name}", name);

    public async Task BuildAsync(CancellationToken cancel)
    {
        await MakeVpcAsync(cancel);
        await MakeSubnetsAsync(cancel);
        await MakeGatewaysAsync(cancel);
        await MakeRoutesAsync(cancel);
        await MakeGroupsAsync(cancel);
        await MakeAclAsync(cancel);
        await RunInstancesAsync(cancel);
    }

    private async Task MakeVpcAsync(CancellationToken cancel)
    {
        ids["vpc"] = (await cloud.MakeAsync("CreateVpc", "vpc", "web-service", cancel, ("CidrBlock", "10.0.0.0/16"))).Text("vpc/vpcId");
        await cloud.WaitAsync("DescribeVpcs", "vpcSet/item/state", "available", cancel, ("VpcId.1", ids["vpc"]));
    }

    private async Task MakeSubnetsAsync(CancellationToken cancel)
    {
        foreach (var (tier, third) in new[] { ("public", 0), ("app", 10), ("data", 20) })
        {
            for (var i = 0; i < Zones.Length; i++)
            {
                var name = $"{tier}-{Zones[i]}";
                ids[$"subnet/{name}"] = (await cloud.MakeAsync("CreateSubnet", "subnet", name, cancel,
                    ("VpcId", ids["vpc"]), ("CidrBlock", $"10.0.{third + i}.0/24"), ("AvailabilityZone", Region + Zones[i]))).Text("subnet/subnetId");
                if (tier == "public") await cloud.CallAsync("ModifySubnetAttribute", cancel, ("SubnetId", ids[$"subnet/{name}"]), ("MapPublicIpOnLaunch.Value", "true"));
            }
        }
    }

    private async Task MakeGatewaysAsync(CancellationToken cancel)
    {
        ids["igw"] = (await cloud.MakeAsync("CreateInternetGateway", "internet-gateway", "igw", cancel)).Text("internetGateway/internetGatewayId");
        await cloud.CallAsync("AttachInternetGateway", cancel, ("InternetGatewayId", ids["igw"]), ("VpcId", ids["vpc"]));
        foreach (var zone in Zones)
        {
            var address = (await cloud.MakeAsync("AllocateAddress", "elastic-ip", $"nat-{zone}", cancel, ("Domain", "vpc"))).Text("allocationId");
            ids[$"nat/{zone}"] = (await cloud.MakeAsync("CreateNatGateway", "natgateway", $"nat-{zone}", cancel,
                ("SubnetId", ids[$"subnet/public-{zone}"]), ("AllocationId", address))).Text("natGateway/natGatewayId");
        }
        await cloud.WaitAsync("DescribeNatGateways", "natGatewaySet/item/state", "available", cancel, ("NatGatewayId.1", ids["nat/a"]), ("NatGatewayId.2", ids["nat/c"]));
    }

    private async Task MakeRoutesAsync(CancellationToken cancel)
    {
        await MakeTableAsync("public", ("GatewayId", ids["igw"]), ["public-a", "public-c"], cancel);
        foreach (var zone in Zones) await MakeTableAsync($"app-{zone}", ("NatGatewayId", ids[$"nat/{zone}"]), [$"app-{zone}"], cancel);
        await MakeTableAsync("data", null, ["data-a", "data-c"], cancel);
    }

    private async Task MakeTableAsync(string name, (string, string)? internet, string[] subnets, CancellationToken cancel)
    {
        var table = (await cloud.MakeAsync("CreateRouteTable", "route-table", name, cancel, ("VpcId", ids["vpc"]))).Text("routeTable/routeTableId");
        if (internet is { } target) await cloud.CallAsync("CreateRoute", cancel, ("RouteTableId", table), ("DestinationCidrBlock", "0.0.0.0/0"), target);
        foreach (var subnet in subnets) await cloud.CallAsync("AssociateRouteTable", cancel, ("RouteTableId", table), ("SubnetId", ids[$"subnet/{subnet}"]));
    }

    private async Task MakeGroupsAsync(CancellationToken cancel)
    {
        foreach (var (name, description) in new[] { ("bastion", "ssh from home"), ("web", "http from anywhere"), ("app", "from web and bastion"), ("data", "from app") })
        {
            ids[$"group/{name}"] = (await cloud.MakeAsync("CreateSecurityGroup", "security-group", name, cancel,
                ("GroupName", $"{name}-{cloud.Id}"), ("GroupDescription", description), ("VpcId", ids["vpc"]))).Text("groupId");
        }
        var home = cloud.Home;
        await AllowAsync("bastion", 22, $"{home}/32", cancel);
        await AllowAsync("web", 80, "0.0.0.0/0", cancel);
        await AllowAsync("web", 443, "0.0.0.0/0", cancel);
        await AllowAsync("web", 22, "bastion", cancel);
        await AllowAsync("app", AppPort, "web", cancel);
        await AllowAsync("app", 22, "bastion", cancel);
        await AllowAsync("data", DataPort, "app", cancel);
    }

    private Task AllowAsync(string group, int port, string from, CancellationToken cancel) => cloud.CallAsync("AuthorizeSecurityGroupIngress", cancel,
        ("GroupId", ids[$"group/{group}"]), ("IpPermissions.1.IpProtocol", "tcp"), ("IpPermissions.1.FromPort", $"{port}"), ("IpPermissions.1.ToPort", $"{port}"),
        Cidr.TryParse(from, out _) ? ("IpPermissions.1.IpRanges.1.CidrIp", from) : ("IpPermissions.1.Groups.1.GroupId", ids[$"group/{from}"]));

    /// <summary>Stateless, so both directions: the database's port in from the application subnets, the answers out to them.</summary>
    private async Task MakeAclAsync(CancellationToken cancel)
    {
        var acl = (await cloud.MakeAsync("CreateNetworkAcl", "network-acl", "data", cancel, ("VpcId", ids["vpc"]))).Text("networkAcl/networkAclId");
        var number = 100;
        foreach (var block in new[] { "10.0.10.0/24", "10.0.11.0/24" })
        {
            await EntryAsync(acl, number, isEgress: false, block, DataPort, DataPort, cancel);
            await EntryAsync(acl, number, isEgress: true, block, 1024, 65535, cancel);
            number += 10;
        }
        var mine = new[] { ids["subnet/data-a"], ids["subnet/data-c"] };
        var before = await cloud.CallAsync("DescribeNetworkAcls", cancel, ("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", ids["vpc"]));
        foreach (var association in before.Each("networkAclSet/item/associationSet/item").Where(a => mine.Contains(a.Text("subnetId"))))
        {
            await cloud.CallAsync("ReplaceNetworkAclAssociation", cancel, ("AssociationId", association.Text("networkAclAssociationId")), ("NetworkAclId", acl));
        }
    }

    private Task EntryAsync(string acl, int number, bool isEgress, string block, int from, int to, CancellationToken cancel) => cloud.CallAsync("CreateNetworkAclEntry", cancel,
        ("NetworkAclId", acl), ("RuleNumber", $"{number}"), ("Protocol", $"{Protocols.Tcp}"), ("RuleAction", "allow"), ("Egress", isEgress ? "true" : "false"),
        ("CidrBlock", block), ("PortRange.From", $"{from}"), ("PortRange.To", $"{to}"));

    private async Task RunInstancesAsync(CancellationToken cancel)
    {
        var found = await cloud.Client.JsonAsync("ssm", "AmazonSSM", "GetParameter", new { Name = Image }, cancel);
        var image = found.GetProperty("Parameter").GetProperty("Value").GetString() ?? throw new UserError($"The parameter {Image} has no value");
        PrivateKey = (await cloud.MakeAsync("CreateKeyPair", "key-pair", "demo", cancel, ("KeyName", KeyName), ("KeyType", "ed25519"))).Text("keyMaterial");
        await RunAsync("bastion", "bastion", "public-a", image, cancel);
        foreach (var zone in Zones)
        {
            await RunAsync($"web-{zone}", "web", $"public-{zone}", image, cancel);
            await RunAsync($"app-{zone}", "app", $"app-{zone}", image, cancel);
            await RunAsync($"data-{zone}", "data", $"data-{zone}", image, cancel);
        }
        var all = ids.Where(i => i.Key.StartsWith("instance/", StringComparison.Ordinal)).Select((i, n) => ($"InstanceId.{n + 1}", i.Value)).ToArray();
        await cloud.WaitAsync("DescribeInstances", "reservationSet/item/instancesSet/item/instanceState/name", "running", cancel, all);
    }

    private async Task RunAsync(string name, string group, string subnet, string image, CancellationToken cancel)
    {
        var run = await cloud.CallAsync("RunInstances", cancel,
        [
            ("ImageId", image), ("InstanceType", "t3.micro"), ("KeyName", KeyName), ("MinCount", "1"), ("MaxCount", "1"),
            ("SubnetId", ids[$"subnet/{subnet}"]), ("SecurityGroupId.1", ids[$"group/{group}"]),
            .. cloud.Tags(1, "instance", name), .. cloud.Tags(2, "network-interface", name), .. cloud.Tags(3, "volume", name),
        ]);
        Account = run.Text("ownerId");
        ids[$"instance/{name}"] = run.Text("instancesSet/item/instanceId");
    }
}
