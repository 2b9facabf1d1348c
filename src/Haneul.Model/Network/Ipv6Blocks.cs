namespace Haneul.Model;

/// <summary>Hands out IPv6 blocks as Amazon's pool does: a /56 for each VPC that asks.</summary>
public static class Ipv6Blocks
{
    /// <summary>The documentation range (RFC 3849) stands for Amazon's pool: no packet for it leaves any machine by accident.</summary>
    public static Cidr Pool => AddressPools.Ipv6;

    /// <summary>Associates a fresh /56.</summary>
    public static Vpc AddTo(Draft draft, Vpc vpc)
    {
        var taken = draft.World.Everywhere<Vpc>().SelectMany(v => v.Row.Cidrs).Where(c => c.IsV6).ToHashSet();
        UInt128 n = 1;
        while (taken.Contains(Nth(n))) n++;
        var added = new CidrAssociation(draft.NewId("vpc-cidr-assoc"), Nth(n), CidrState.Associating);
        return draft.Put(vpc with { Blocks = vpc.Blocks.Add(added) });
    }

    private static Cidr Nth(UInt128 n) => new(Pool.First + (n << 72), 56);
}
