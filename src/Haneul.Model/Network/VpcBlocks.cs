namespace Haneul.Model;

/// <summary>
/// Which blocks a VPC may have besides its first.
/// https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html#add-cidr-block-restrictions
/// </summary>
public static class VpcBlocks
{
    private static readonly Cidr Ten = Cidr.Parse("10.0.0.0/8");
    private static readonly Cidr OneSevenTwo = Cidr.Parse("172.16.0.0/12");
    private static readonly Cidr OneNineTwo = Cidr.Parse("192.168.0.0/16");
    private static readonly Cidr LinkLocal = Cidr.Parse("169.254.0.0/16");
    private static readonly Cidr Loopback = Cidr.Parse("127.0.0.0/8");
    private static readonly Cidr Multicast = Cidr.Parse("224.0.0.0/4");
    private static readonly Cidr Nothing = Cidr.Parse("0.0.0.0/8");
    private static readonly Cidr OneNineEight = Cidr.Parse("198.19.0.0/16");

    /// <summary>Faults unless a VPC may be made with this block: /16 to /28, and no range that means something else.</summary>
    public static void CheckFirst(Cidr block)
    {
        if (block.IsV6 || block.Length is < 16 or > 28) throw Range(block, "a VPC's IPv4 block is a /16 to /28");
        foreach (var reserved in new[] { LinkLocal, Loopback, Multicast, Nothing })
        {
            if (reserved.Overlaps(block)) throw Range(block, $"{reserved} is reserved");
        }
    }

    /// <summary>Faults unless this VPC may have this IPv4 block too.</summary>
    public static void CheckMore(Scope scope, Vpc vpc, Cidr block)
    {
        CheckFirst(block);
        foreach (var other in vpc.Cidrs.Where(block.Overlaps)) throw Range(block, $"it overlaps {other} of the same VPC");
        if (FamilyOf(vpc.Cidr) is { } family && FamilyOf(block) is { } wanted && wanted != family)
        {
            throw new Fault("InvalidVpc.Range", $"The CIDR '{block}' is restricted. Use a CIDR from the same private address range as the current VPC CIDR {vpc.Cidr}, or use a publicly-routable CIDR.");
        }
        if (FamilyOf(vpc.Cidr) is null && FamilyOf(block) is not null)
        {
            throw new Fault("InvalidVpc.Range", $"The CIDR '{block}' is restricted: the VPC's CIDR {vpc.Cidr} is not of a private range");
        }
        if (OneNineEight.Overlaps(block) && FamilyOf(vpc.Cidr) is not null) throw new Fault("InvalidVpc.Range", $"The CIDR '{block}' is restricted");
        if (Peerings.FarBlockWithin(scope, vpc.Id, block) is { } far) throw Range(block, $"it overlaps {far} of a VPC that is peered with it");
        foreach (var table in scope.All<RouteTable>().Where(t => t.VpcId == vpc.Id))
        {
            if (table.Routes.Any(r => r.Destination.Block is { } to && block.Contains(to))) throw Range(block, $"it is the same as or larger than a route of {table.Id}");
        }
    }

    /// <summary>What uses a block of the VPC: a subnet within it; null where nothing does.</summary>
    public static string? UserOf(Scope scope, Vpc vpc, Cidr block) =>
        scope.All<Subnet>().FirstOrDefault(s => s.VpcId == vpc.Id && s.Cidrs.Any(block.Contains))?.Id.Value;

    /// <summary>The private range (RFC 1918) of a block; null for what is publicly routable or shared (RFC 6598).</summary>
    private static Cidr? FamilyOf(Cidr block) =>
        Ten.Contains(block) ? Ten : OneSevenTwo.Contains(block) ? OneSevenTwo : OneNineTwo.Contains(block) ? OneNineTwo : null;

    private static Fault Range(Cidr block, string why) => new("InvalidVpc.Range", $"The CIDR '{block}' is invalid: {why}");
}
