using System.Globalization;
using System.Xml.Linq;
using Haneul.Client;
using Haneul.Output;

namespace Haneul.Demo;

/// <summary>Draws a VPC as a tree: zones, subnets with their way out, what is in them, groups and ACLs. All of it as the API describes it.</summary>
internal sealed class NetworkTree
{
    private readonly XElement vpc;
    private readonly IReadOnlyList<XElement> subnets, tables, gateways, nats, instances, groups, acls;

    private NetworkTree(XElement vpc, Dictionary<string, IReadOnlyList<XElement>> found)
    {
        this.vpc = vpc;
        (subnets, tables, gateways, nats) = (found["subnets"], found["tables"], found["gateways"], found["nats"]);
        (instances, groups, acls) = (found["instances"], found["groups"], found["acls"]);
    }

    public static async Task<Branch> DrawAsync(DemoCloud cloud, string vpcId, CancellationToken cancel)
    {
        async Task<IReadOnlyList<XElement>> Of(string action, string path, string filter = "vpc-id") =>
            [.. (await cloud.CallAsync(action, cancel, ("Filter.1.Name", filter), ("Filter.1.Value.1", vpcId))).Each(path)];
        var vpc = (await cloud.CallAsync("DescribeVpcs", cancel, ("VpcId.1", vpcId))).Each("vpcSet/item").First();
        return new NetworkTree(vpc, new Dictionary<string, IReadOnlyList<XElement>>
        {
            ["subnets"] = await Of("DescribeSubnets", "subnetSet/item"),
            ["tables"] = await Of("DescribeRouteTables", "routeTableSet/item"),
            ["gateways"] = await Of("DescribeInternetGateways", "internetGatewaySet/item", "attachment.vpc-id"),
            ["nats"] = await Of("DescribeNatGateways", "natGatewaySet/item"),
            ["instances"] = await Of("DescribeInstances", "reservationSet/item/instancesSet/item"),
            ["groups"] = await Of("DescribeSecurityGroups", "securityGroupInfo/item"),
            ["acls"] = await Of("DescribeNetworkAcls", "networkAclSet/item"),
        }).Root();
    }

    private Branch Root()
    {
        var root = new Branch([Word.Strong("VPC "), Word.Thing(vpc.Name()), "  ", Word.Address(vpc.Text("cidrBlock")), Word.Dim($"  {vpc.Text("vpcId")}")]);
        foreach (var gateway in gateways) root.Add("internet gateway ", Word.Thing(gateway.Name()));
        foreach (var zone in subnets.GroupBy(s => s.Text("availabilityZone")).OrderBy(z => z.Key, StringComparer.Ordinal))
        {
            var branch = root.Add(Word.Strong($"zone {zone.Key}"));
            foreach (var subnet in zone.OrderBy(s => Number(s.Text("cidrBlock")))) AddSubnet(branch, subnet);
        }
        var sets = root.Add(Word.Strong("security groups"), Word.Dim("  all let everything out; inbound:"));
        foreach (var group in groups.Where(g => g.Text("groupName") != "default").OrderBy(g => g.Name(), StringComparer.Ordinal)) AddGroup(sets, group);
        foreach (var acl in acls.Where(a => a.Text("default") == "false")) AddAcl(root, acl);
        return root;
    }

    private void AddSubnet(Branch zone, XElement subnet)
    {
        var id = subnet.Text("subnetId");
        var acl = acls.FirstOrDefault(a => a.Text("default") == "false" && a.Each("associationSet/item/subnetId").Any(s => s.Value == id));
        var branch = zone.Add(
            Word.Thing(subnet.Name()), "  ", Word.Address(subnet.Text("cidrBlock")), "  ", WayOut(id), acl is null ? "" : Word.Dim($"  network ACL {acl.Name()}"));
        foreach (var nat in nats.Where(n => n.Text("subnetId") == id && n.Text("state") == "available"))
        {
            branch.Add("NAT gateway ", Word.Thing(nat.Name()), "  ", Word.Address(nat.Text("natGatewayAddressSet/item/privateIp")), Word.Dim("  public "), Word.Address(nat.Text("natGatewayAddressSet/item/publicIp")));
        }
        foreach (var instance in instances.Where(i => i.Text("subnetId") == id).OrderBy(i => i.Name(), StringComparer.Ordinal)) AddInstance(branch, instance);
    }

    private static void AddInstance(Branch subnet, XElement instance)
    {
        var isPublic = instance.Text("ipAddress") is { Length: > 0 };
        subnet.Add(
            Word.Good("● "), Word.Thing(instance.Name()), "  ", Word.Address(instance.Text("privateIpAddress")),
            isPublic ? Word.Dim("  public ") : "", isPublic ? Word.Address(instance.Text("ipAddress")) : "");
    }

    private Word WayOut(string subnetId)
    {
        var table = tables.FirstOrDefault(t => t.Each("associationSet/item/subnetId").Any(s => s.Value == subnetId)) ?? tables.FirstOrDefault(t => t.Each("associationSet/item/main").Any(m => m.Value == "true"));
        var route = table?.Each("routeSet/item").FirstOrDefault(r => r.Text("destinationCidrBlock") == "0.0.0.0/0");
        if (route is null) return Word.Dim("no way out");
        if (route.Text("natGatewayId") is { Length: > 0 } nat) return $"→ {nats.FirstOrDefault(n => n.Text("natGatewayId") == nat)?.Name() ?? nat}";
        return route.Text("gatewayId").StartsWith("igw-", StringComparison.Ordinal) ? "→ internet gateway" : $"→ {route.Text("gatewayId")}";
    }

    private void AddGroup(Branch sets, XElement group)
    {
        var rules = group.Each("ipPermissions/item").SelectMany(p => Peers(p).Select(peer => (Port: p.Text("fromPort"), Peer: peer)))
            .GroupBy(r => r.Peer).Select(r => $"{string.Join(", ", r.Select(x => PortNames.Told(int.Parse(x.Port, CultureInfo.InvariantCulture))))} from {r.Key}");
        sets.Add(Word.Thing(group.Name()), "  tcp ", string.Join("; ", rules));
    }

    private IEnumerable<string> Peers(XElement permission) =>
    [
        .. permission.Each("ipRanges/item/cidrIp").Select(c => c.Value == "0.0.0.0/0" ? "anywhere" : c.Value),
        .. permission.Each("groups/item/groupId").Select(g => groups.FirstOrDefault(x => x.Text("groupId") == g.Value)?.Name() ?? g.Value),
    ];

    private static void AddAcl(Branch root, XElement acl)
    {
        var branch = root.Add("network ACL ", Word.Thing(acl.Name()), Word.Dim("  denies what it does not allow"));
        foreach (var side in acl.Each("entrySet/item").Where(e => e.Text("ruleNumber") != "32767").GroupBy(e => e.Text("egress") == "true").OrderBy(g => g.Key))
        {
            var rules = side.GroupBy(Ports).Select(r => $"tcp {r.Key} {(side.Key ? "to" : "from")} {string.Join(", ", r.Select(e => e.Text("cidrBlock")))}");
            branch.Add(side.Key ? "out  " : "in   ", string.Join("; ", rules));
        }
    }

    private static string Ports(XElement entry)
    {
        var (from, to) = (entry.Text("portRange/from"), entry.Text("portRange/to"));
        return from == to ? PortNames.Told(int.Parse(from, CultureInfo.InvariantCulture)) : $"{from}-{to}";
    }

    private static UInt128 Number(string block) => Model.Cidr.TryParse(block, out var cidr) ? cidr.Network.Bits : 0;
}
