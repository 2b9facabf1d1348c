using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Services;

/// <summary>
/// Names as a VPC's resolver gives them to its instances: private names of its own, public names of instances as private addresses where the VPC (or one peered with it that allows it) holds them, else as the internet.
/// https://docs.aws.amazon.com/vpc/latest/userguide/vpc-dns.html, https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-naming.html, https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-dns.html
/// </summary>
/// <param name="carried">What is there.</param>
/// <param name="router">The VPC's.</param>
/// <param name="zone">The asker's; null: unknown.</param>
internal sealed class VpcNames(Carried carried, Router router, string? zone = null) : INames
{
    private readonly PublicNames outside = new(carried, zone);

    private readonly string domain = DhcpDefaults.DomainOf(router.Place.Region);

    public IReadOnlyList<Ip>? AddressesOf(string name)
    {
        if (name.EndsWith($".{domain}", StringComparison.Ordinal)) return carried.GivesNames(router) ? Private(name) : null;
        if (outside.Instance(name) is { } translation) return [SeesInside(translation.RouterId) ? translation.Inside : translation.Outside];
        return outside.AddressesOf(name);
    }

    public string? NameOf(Ip address)
    {
        if (router.PortOf(address) is not { } port) return outside.NameOf(address);
        if (!carried.GivesNames(router)) return null;
        var instance = InstanceOf(port);
        var isPrimary = instance is { InterfaceIds: [var primary, ..] } && primary.Value == port.Id;
        if (address.IsV6) return isPrimary && instance is { ResourceNameDnsAaaaRecord: true } ? DnsNames.Resource(router.Place.Region, instance.Id) : null;
        return isPrimary && instance is { HostnameType: "resource-name" } && port.V4[0] == address ? DnsNames.Resource(router.Place.Region, instance.Id) : DnsNames.Private(router.Place.Region, address);
    }

    private IReadOnlyList<Ip>? Private(string name)
    {
        if (AddressNames.Dashed(name, "ip-") is { } ip) return DnsNames.Private(router.Place.Region, ip) == name && router.PortOf(ip) is not null ? [ip] : null;
        var id = name[..^(domain.Length + 1)];
        if (!carried.Network.PrimaryPorts.TryGetValue(id, out var primary) || !carried.Network.Ports.TryGetValue(primary, out var port) || port.Router != router || InstanceOf(port) is not { } instance) return null;
        List<Ip> found = [];
        if (instance.ResourceNameDnsARecord && port.Primary(v6: false) is { } v4) found.Add(v4);
        if (instance.ResourceNameDnsAaaaRecord && port.Primary(v6: true) is { } v6) found.Add(v6);
        return found.Count > 0 ? found : null;
    }

    private Instance? InstanceOf(Port port) => port.InstanceId is { } id ? carried.World.At(router.Place).Find<Instance>(new Id<Instance>(id)) : null;

    /// <summary>It is this VPC, or a peered one that lets its public names lead to private addresses from here.</summary>
    private bool SeesInside(string holder)
    {
        if (holder == router.Id) return true;
        return carried.World[Place.Between].All<VpcPeering>().Any(p =>
            p.State == PeeringState.Active && p.Joins(new Id<Vpc>(router.Id)) && p.OtherThan(new Id<Vpc>(router.Id)) is { AllowDnsResolutionFromRemoteVpc: true } far && far.VpcId.Value == holder);
    }
}
