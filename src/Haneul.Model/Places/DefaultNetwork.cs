namespace Haneul.Model;

/// <summary>
/// What AWS makes in a region before anyone asks: default DHCP options, prefix lists of its services and the default VPC, 172.31.0.0/16 with a public /20 in every zone.
/// https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html
/// </summary>
public static class DefaultNetwork
{
    public static void Make(Draft draft)
    {
        DhcpDefaults.Make(draft);
        ServiceLists.Make(draft);
        MakeVpc(draft);
    }

    /// <summary>Makes the default VPC with its subnets, gateway and route.</summary>
    public static Vpc MakeVpc(Draft draft)
    {
        var vpc = Networks.MakeVpc(draft, Cidr.Parse("172.31.0.0/16"), isDefault: true) with { EnableDnsHostnames = true, State = VpcState.Available };
        draft.Put(vpc);
        var gateway = draft.Put(new InternetGateway { Id = draft.NewId<InternetGateway>(), VpcId = vpc.Id });
        var main = draft.All<RouteTable>().Single(t => t.VpcId == vpc.Id && t.IsMain);
        draft.Put(main with { Routes = [new Route(new RouteDestination(Cidr.AnyV4, null), new RouteTarget(RouteTargetKind.InternetGateway, gateway.Id.Value))] });
        foreach (var zone in Regions.Of(draft.Region).Zones) MakeSubnet(draft, vpc, zone);
        return vpc;
    }

    /// <summary>Makes the default subnet of a zone: the next free /20 of the default VPC.</summary>
    public static Subnet MakeSubnet(Draft draft, Vpc vpc, ZoneInfo zone)
    {
        var taken = draft.All<Subnet>().Where(s => s.VpcId == vpc.Id).SelectMany(s => s.Cidrs).ToList();
        var free = Enumerable.Range(0, 16).Select(i => new Cidr(vpc.Cidr.First + (UInt128)(i << 12), 20)).FirstOrDefault(c => !taken.Any(c.Overlaps));
        if (free == default) throw new Fault("InvalidSubnet.Range", "The default VPC has no /20 left for a default subnet");
        return Networks.MakeSubnet(draft, new Subnet
        {
            Id = draft.NewId<Subnet>(), VpcId = vpc.Id, Zone = zone.Name, Cidr = free, DefaultForAz = true, MapPublicIpOnLaunch = true,
        });
    }
}
