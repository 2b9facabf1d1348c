namespace Haneul.Model;

/// <summary>
/// Which addresses of a subnet are free. AWS keeps the first four and the last of each block.
/// https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
/// </summary>
public static class PrivateAddresses
{
    private const int FirstUsable = 4;

    /// <summary>IPv4 addresses that are still free; 0 in an IPv6-only subnet.</summary>
    public static int FreeIn(Scope scope, Subnet subnet)
    {
        if (subnet.Cidr is not { } block) return 0;
        var used = scope.All<NetworkInterface>().Marked(subnet.Id.Value).Sum(n => n.PrivateIps.Length);
        return (int)block.SizeLessOne + 1 - Subnet.ReservedAddresses - used;
    }

    /// <summary>The interface that has an address in a subnet.</summary>
    public static NetworkInterface? HolderOf(Scope scope, Id<Subnet> subnet, Ip ip) =>
        scope.All<NetworkInterface>().Marked(NetworkInterface.MarkOf(subnet, ip)).FirstOrDefault();

    /// <summary>Faults unless the address is of the subnet, not reserved, and free.</summary>
    public static Ip Checked(Scope scope, Subnet subnet, Ip ip)
    {
        if (subnet.Cidrs.Where(c => c.Contains(ip)).Select(c => (Cidr?)c).FirstOrDefault() is not { } block)
        {
            throw Fault.Invalid("Address", ip.ToString(), $"Address does not fall within the subnet's address range: {string.Join(", ", subnet.Cidrs)}");
        }
        if (IsReserved(block, ip)) throw Fault.Invalid("Address", ip.ToString(), "Address is in subnet's reserved address range");
        if (HolderOf(scope, subnet.Id, ip) is { } holder) throw new Fault("InvalidIPAddress.InUse", $"Address {ip} is in use by {holder.Id}");
        return ip;
    }

    /// <summary>A free address of the family; the search begins where a subnet that was filled in order has its first free one.</summary>
    public static Ip Pick(Scope scope, Subnet subnet, bool isV6, IReadOnlyCollection<Ip> taken)
    {
        if (subnet.Cidrs.Where(c => c.IsV6 == isV6).Select(c => (Cidr?)c).FirstOrDefault() is not { } block)
        {
            throw Fault.Invalid("SubnetId", subnet.Id.Value, $"The subnet has no {(isV6 ? "IPv6" : "IPv4")} block");
        }
        var interfaces = scope.All<NetworkInterface>();
        var kept = scope.All<SubnetCidrReservation>().Marked(subnet.Id.Value).Select(r => r.Block).ToList();
        var usable = block.SizeLessOne - FirstUsable;
        var most = UInt128.Min(usable, 1 << 20);
        var at = (UInt128)interfaces.CountMarked(subnet.Id.Value);
        for (UInt128 tries = 0; tries < most; tries++, at++)
        {
            var ip = block.First + (FirstUsable + at % usable);
            if (taken.Contains(ip) || interfaces.CountMarked(NetworkInterface.MarkOf(subnet.Id, ip)) > 0 || kept.Any(k => k.Contains(ip))) continue;
            return ip;
        }
        throw new Fault("InsufficientFreeAddressesInSubnet", $"Insufficient free addresses in subnet '{subnet.Id}'");
    }

    private static bool IsReserved(Cidr block, Ip ip) => ip.Bits - block.First.Bits < FirstUsable || ip == block.Last;
}
