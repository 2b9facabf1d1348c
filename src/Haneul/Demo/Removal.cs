using System.Xml.Linq;
using Haneul.Client;

namespace Haneul.Demo;

/// <summary>Removes everything that carries a demonstration's tag, and nothing else.</summary>
internal sealed class Removal(DemoCloud cloud)
{
    public async Task RunAsync(CancellationToken cancel)
    {
        await EndInstancesAsync(cancel);
        await EndGatewaysAsync(cancel);
        await EachAsync("DescribeAddresses", "addressesSet/item", "allocationId", "ReleaseAddress", "AllocationId", cancel);
        foreach (var acl in await cloud.MineAsync("DescribeNetworkAcls", "networkAclSet/item", cancel)) await LeaveAclAsync(acl, cancel);
        await EachAsync("DescribeSubnets", "subnetSet/item", "subnetId", "DeleteSubnet", "SubnetId", cancel);
        await EachAsync("DescribeRouteTables", "routeTableSet/item", "routeTableId", "DeleteRouteTable", "RouteTableId", cancel);
        await EachAsync("DescribeNetworkAcls", "networkAclSet/item", "networkAclId", "DeleteNetworkAcl", "NetworkAclId", cancel);
        foreach (var group in await cloud.MineAsync("DescribeSecurityGroups", "securityGroupInfo/item", cancel)) await EmptyGroupAsync(group, cancel);
        await EachAsync("DescribeSecurityGroups", "securityGroupInfo/item", "groupId", "DeleteSecurityGroup", "GroupId", cancel);
        foreach (var gateway in await cloud.MineAsync("DescribeInternetGateways", "internetGatewaySet/item", cancel)) await RemoveAsync(gateway, cancel);
        await EachAsync("DescribeKeyPairs", "keySet/item", "keyPairId", "DeleteKeyPair", "KeyPairId", cancel);
        await EachAsync("DescribeVpcs", "vpcSet/item", "vpcId", "DeleteVpc", "VpcId", cancel);
    }

    private async Task EndInstancesAsync(CancellationToken cancel)
    {
        var found = await cloud.MineAsync("DescribeInstances", "reservationSet/item/instancesSet/item", cancel);
        var running = found.Where(i => i.Text("instanceState/name") != "terminated").Select((i, n) => ($"InstanceId.{n + 1}", i.Text("instanceId"))).ToArray();
        if (running.Length == 0) return;
        await cloud.CallAsync("TerminateInstances", cancel, running);
        await cloud.WaitAsync("DescribeInstances", "reservationSet/item/instancesSet/item/instanceState/name", "terminated", cancel, running);
    }

    private async Task EndGatewaysAsync(CancellationToken cancel)
    {
        var found = await cloud.MineAsync("DescribeNatGateways", "natGatewaySet/item", cancel);
        var standing = found.Where(g => g.Text("state") is "available" or "pending").Select(g => g.Text("natGatewayId")).ToList();
        foreach (var id in standing) await cloud.CallAsync("DeleteNatGateway", cancel, ("NatGatewayId", id));
        if (standing.Count == 0) return;
        await cloud.WaitAsync("DescribeNatGateways", "natGatewaySet/item/state", "deleted", cancel, [.. standing.Select((id, n) => ($"NatGatewayId.{n + 1}", id))]);
    }

    /// <summary>A subnet goes back to the default ACL of its VPC by itself when it is deleted; an ACL in use cannot go first.</summary>
    private async Task LeaveAclAsync(XElement acl, CancellationToken cancel)
    {
        var defaults = await cloud.CallAsync("DescribeNetworkAcls", cancel,
            ("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", acl.Text("vpcId")), ("Filter.2.Name", "default"), ("Filter.2.Value.1", "true"));
        foreach (var association in acl.Each("associationSet/item"))
        {
            await cloud.CallAsync("ReplaceNetworkAclAssociation", cancel,
                ("AssociationId", association.Text("networkAclAssociationId")), ("NetworkAclId", defaults.Text("networkAclSet/item/networkAclId")));
        }
    }

    /// <summary>Groups name each other: their rules go before any of them.</summary>
    private async Task EmptyGroupAsync(XElement group, CancellationToken cancel)
    {
        var id = group.Text("groupId");
        var rules = await cloud.CallAsync("DescribeSecurityGroupRules", cancel, ("Filter.1.Name", "group-id"), ("Filter.1.Value.1", id));
        var ingress = rules.Each("securityGroupRuleSet/item").Where(r => r.Text("isEgress") == "false").Select((r, n) => ($"SecurityGroupRuleId.{n + 1}", r.Text("securityGroupRuleId"))).ToList();
        if (ingress.Count > 0) await cloud.CallAsync("RevokeSecurityGroupIngress", cancel, [("GroupId", id), .. ingress]);
    }

    private async Task RemoveAsync(XElement gateway, CancellationToken cancel)
    {
        var id = gateway.Text("internetGatewayId");
        foreach (var attachment in gateway.Each("attachmentSet/item"))
        {
            await cloud.CallAsync("DetachInternetGateway", cancel, ("InternetGatewayId", id), ("VpcId", attachment.Text("vpcId")));
        }
        await cloud.CallAsync("DeleteInternetGateway", cancel, ("InternetGatewayId", id));
    }

    private async Task EachAsync(string describe, string path, string id, string delete, string member, CancellationToken cancel)
    {
        foreach (var row in await cloud.MineAsync(describe, path, cancel)) await cloud.CallAsync(delete, cancel, (member, row.Text(id)));
    }
}
