namespace Haneul.Model;

/// <summary>Making networks whole: a VPC comes with its main route table, default ACL and default group, a subnet with its ACL.</summary>
public static class Networks
{
    /// <summary>Makes a VPC with everything that AWS makes with it. The block is checked by the caller.</summary>
    public static Vpc MakeVpc(Draft draft, Cidr block, bool isDefault = false)
    {
        var vpc = draft.Put(new Vpc
        {
            Id = draft.NewId<Vpc>(),
            Blocks = [new CidrAssociation(draft.NewId("vpc-cidr-assoc"), block, CidrState.Associated)],
            State = VpcState.Pending,
            DhcpOptionsId = draft.All<DhcpOptions>().FirstOrDefault(o => o.IsDefault)?.Id,
            IsDefault = isDefault,
        });
        draft.Put(new RouteTable { Id = draft.NewId<RouteTable>(), VpcId = vpc.Id, Associations = [new RouteTableAssociation(draft.NewId("rtbassoc")) { IsMain = true }] });
        draft.Put(new NetworkAcl
        {
            Id = draft.NewId<NetworkAcl>(),
            VpcId = vpc.Id,
            IsDefault = true,
            Entries = [AllowAll(isEgress: false, 100, Cidr.AnyV4), AllowAll(isEgress: true, 100, Cidr.AnyV4)],
        });
        MakeGroup(draft, vpc, "default", "default VPC security group", isDefault: true);
        return vpc;
    }

    /// <summary>Makes a group that lets everything out, as AWS does; the default group also lets its own members in.</summary>
    public static SecurityGroup MakeGroup(Draft draft, Vpc vpc, string name, string description, bool isDefault = false)
    {
        var id = draft.NewId<SecurityGroup>();
        var rules = new List<SecurityGroupRule>();
        if (isDefault) rules.Add(All(draft, isEgress: false, new RulePeer { GroupId = id, GroupOwner = draft.Account }));
        rules.Add(All(draft, isEgress: true, new RulePeer { Block = Cidr.AnyV4 }));
        if (vpc.Cidrs.Any(c => c.IsV6)) rules.Add(All(draft, isEgress: true, new RulePeer { Block = Cidr.AnyV6 }));
        return draft.Put(new SecurityGroup { Id = id, VpcId = vpc.Id, Name = name, Description = description, Rules = [.. rules] });
    }

    /// <summary>Puts a subnet under its VPC's default ACL. Blocks are checked by the caller.</summary>
    public static Subnet MakeSubnet(Draft draft, Subnet subnet)
    {
        var acl = draft.All<NetworkAcl>().Single(a => a.VpcId == subnet.VpcId && a.IsDefault);
        draft.Put(acl with { Associations = acl.Associations.Add(new AclAssociation(draft.NewId("aclassoc"), subnet.Id)) });
        return draft.Put(subnet);
    }

    /// <summary>Removes a subnet, with its part in its ACL and route table and its reservations. That nothing is in it is checked by the caller.</summary>
    public static void RemoveSubnet(Draft draft, Id<Subnet> id)
    {
        foreach (var acl in draft.All<NetworkAcl>().Where(a => a.Associations.Any(s => s.SubnetId == id)).ToList())
        {
            draft.Put(acl with { Associations = acl.Associations.RemoveAll(s => s.SubnetId == id) });
        }
        foreach (var table in draft.All<RouteTable>().Where(t => t.Associations.Any(s => s.SubnetId == id)).ToList())
        {
            draft.Put(table with { Associations = table.Associations.RemoveAll(s => s.SubnetId == id) });
        }
        foreach (var reservation in draft.All<SubnetCidrReservation>().Marked(id.Value).ToList()) draft.Remove(reservation.Id);
        draft.Remove(id);
    }

    public static AclEntry AllowAll(bool isEgress, int number, Cidr block) =>
        new() { IsEgress = isEgress, Number = number, Protocol = -1, Allows = true, Block = block };

    private static SecurityGroupRule All(Draft draft, bool isEgress, RulePeer peer) =>
        new() { Id = draft.NewId(SecurityGroupRule.Prefix), IsEgress = isEgress, Protocol = -1, Peer = peer };
}
