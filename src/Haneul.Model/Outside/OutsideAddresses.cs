namespace Haneul.Model;

/// <summary>Who outside has which public address, and which ones can be had.</summary>
public static class OutsideAddresses
{
    /// <summary>Who has this public address, in words; null where nobody outside does.</summary>
    public static string? HolderOf(Scope scope, Ip ip)
    {
        if (ip == AddressPools.Machine || ip == AddressPools.MachineV6) return "this machine";
        if (CloudHosts.All.FirstOrDefault(h => h.Address == ip || h.AddressV6 == ip) is { } own) return $"the cloud's own host '{own.Name}'";
        foreach (var host in scope.All<OutsideHost>())
        {
            if (host.HomeId is null && host.Address == ip) return $"the host outside '{host.Id}'";
        }
        foreach (var home in scope.All<Home>())
        {
            if (home.PublicIp == ip) return $"the home '{home.Id}'";
        }
        return null;
    }

    /// <summary>Why this address cannot be a host's or home's on the internet, and what would do; null where it can.</summary>
    public static string? WhyNot(Scope scope, Ip ip)
    {
        if (HolderOf(scope, ip) is { } holder) return $"It is the address of {holder}. {Free(scope)}";
        if (scope.TryFind(new Id<PublicLease>(ip.ToString()), out var lease)) return $"It is given out to account {lease.Holder.Account} in {lease.Holder.Region}. {Free(scope)}";
        if (!SpecialAddresses.IsPublic(ip)) return $"The internet does not carry it. Take a public address such as 60.1.1.1, or put the host behind a home router with --home";
        if (PublicPools.All(scope).Any(p => p.Contains(ip))) return $"The cloud gives out the addresses of {PublicPools.All(scope).First(p => p.Contains(ip))}. {Free(scope)}";
        if (AddressPools.Services.Contains(ip)) return $"{AddressPools.Services} is for AWS's services. {Free(scope)}";
        if (ip == SpecialAddresses.SomewhereV4 || ip == SpecialAddresses.SomewhereV6 || SpecialAddresses.Nat64.Contains(ip)) return $"It stands for other hosts. {Free(scope)}";
        foreach (var (_, vpc) in ip.IsV6 ? scope.World.Everywhere<Vpc>() : [])
        {
            if (vpc.Blocks.Any(b => b.Block.Contains(ip))) return $"It is in a block of {vpc.Id}. Take a public address such as 2600::1";
        }
        return null;
    }

    /// <summary>The next address of the outside's own range that nobody has.</summary>
    public static Ip NextFree(Scope scope)
    {
        for (var ip = AddressPools.Outside.First + 1; !AddressPools.Services.Contains(ip); ip += 1)
        {
            if (HolderOf(scope, ip) is null) return ip;
        }
        throw new Fault("InsufficientAddressCapacity", $"All addresses of {AddressPools.Outside} below {AddressPools.Services.First} are in use");
    }

    private static string Free(Scope scope) => $"Take another, such as {NextFree(scope)}";
}
