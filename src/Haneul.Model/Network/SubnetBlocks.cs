namespace Haneul.Model;

/// <summary>Which blocks a subnet may have. https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html</summary>
public static class SubnetBlocks
{
    /// <summary>Faults unless a new subnet of the VPC may have this IPv4 block.</summary>
    public static void CheckV4(Scope scope, Vpc vpc, Cidr block)
    {
        if (block.IsV6 || block.Length is < 16 or > 28) throw new Fault("InvalidSubnet.Range", $"The CIDR '{block}' is invalid: a subnet's IPv4 block is a /16 to /28");
        CheckPlace(scope, vpc, block);
    }

    /// <summary>Faults unless a subnet of the VPC may have this IPv6 block: /44 to /64 in steps of 4.</summary>
    public static void CheckV6(Scope scope, Vpc vpc, Cidr block)
    {
        if (!block.IsV6 || block.Length is < 44 or > 64 || block.Length % 4 != 0)
        {
            throw new Fault("InvalidSubnet.Range", $"The CIDR '{block}' is invalid: a subnet's IPv6 block is a /44 to /64 in steps of 4");
        }
        CheckPlace(scope, vpc, block);
    }

    private static void CheckPlace(Scope scope, Vpc vpc, Cidr block)
    {
        if (!vpc.Cidrs.Any(c => c.Contains(block))) throw new Fault("InvalidSubnet.Range", $"The CIDR '{block}' is invalid: it is not within {string.Join(", ", vpc.Cidrs)}");
        var other = scope.All<Subnet>().FirstOrDefault(s => s.VpcId == vpc.Id && s.Cidrs.Any(c => c.Overlaps(block)));
        if (other is not null) throw new Fault("InvalidSubnet.Conflict", $"The CIDR '{block}' conflicts with another subnet: {other.Id}");
    }
}
