namespace Haneul.Model;

/// <summary>Hands out IPv6 blocks as Amazon's pool does: a /56 for each VPC that asks.</summary>
public static class Ipv6Blocks
{
    /// <summary>The documentation range (RFC 3849) stands for Amazon's pool: no packet for it leaves any machine by accident.</summary>
    public static Cidr Pool => AddressPools.Ipv6;

    /// <summary>Associates a fresh /56.</summary>
    public static Vpc AddTo(Draft draft, Vpc vpc)
    {
        var taken = draft.World.Everywhere<Vpc>().SelectMany(v => v.Row.Blocks).Select(b => b.Block).Where(c => c.IsV6).ToHashSet();
        var outside = draft.All<OutsideHost>().Select(h => h.Address).Where(a => a.IsV6).ToList();
        UInt128 n = 1;
        while (taken.Contains(Nth(n)) || outside.Any(Nth(n).Contains)) n++;
        var added = new CidrAssociation(draft.NewId("vpc-cidr-assoc"), Nth(n), CidrState.Associating);
        OpenDefaults(draft, vpc.Id);
        return draft.Put(vpc with { Blocks = vpc.Blocks.Add(added) });
    }

    /// <summary>
    /// A default ACL and default group that still are as AWS made them let IPv6 through as they let IPv4.
    /// https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html
    /// </summary>
    private static void OpenDefaults(Draft draft, Id<Vpc> vpc)
    {
        foreach (var acl in draft.All<NetworkAcl>().Where(a => a.VpcId == vpc && a.IsDefault).ToList())
        {
            AclEntry[] made = [Networks.AllowAll(isEgress: false, 100, Cidr.AnyV4), Networks.AllowAll(isEgress: true, 100, Cidr.AnyV4)];
            if (acl.Entries.Length != made.Length || !made.All(acl.Entries.Contains)) continue;
            draft.Put(acl with { Entries = [made[0], Networks.AllowAll(isEgress: false, 101, Cidr.AnyV6), made[1], Networks.AllowAll(isEgress: true, 101, Cidr.AnyV6)] });
        }
        foreach (var group in draft.All<SecurityGroup>().Where(g => g.VpcId == vpc && g.Name == "default").ToList())
        {
            var egress = group.Rules.Where(r => r.IsEgress).ToList();
            if (egress.Count != 1 || egress[0] is not { Protocol: -1, Peer.Block: { } block } || block != Cidr.AnyV4) continue;
            var added = new SecurityGroupRule { Id = draft.NewId(SecurityGroupRule.Prefix), IsEgress = true, Protocol = -1, Peer = new RulePeer { Block = Cidr.AnyV6 } };
            draft.Put(group with { Rules = group.Rules.Add(added) });
        }
    }

    private static Cidr Nth(UInt128 n) => new(Pool.First + (n << 72), 56);
}
