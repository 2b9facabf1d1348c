using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Services;

/// <summary>Names as the internet knows them: endpoints of the cloud, load balancers, public names of instances, hosts and homes outside, this machine.</summary>
/// <param name="carried">What is there.</param>
/// <param name="zone">The asker's, in a VPC; null: it stands in none.</param>
internal sealed class PublicNames(Carried carried, string? zone = null) : INames
{
    public IReadOnlyList<Ip>? AddressesOf(string name)
    {
        if (CloudZones.EndpointAddresses(name) is { } endpoint) return endpoint;
        if (Instance(name) is { } translation) return [translation.Outside];
        if (carried.Balancers.AddressesOf(name, zone, Random.Shared.Next(100)) is { } nodes) return nodes;
        return name.Contains('.') ? null : Outside(name);
    }

    public string? NameOf(Ip address)
    {
        if (carried.Network.Beyond.Translations.TryGetValue(address, out var translation)) return PublicName(translation);
        if (carried.Network.Beyond.Machine.Has(address)) return AddressPools.MachineName;
        return carried.Network.Beyond.HostsByAddress.TryGetValue(address, out var host) ? host.Name : carried.Network.Beyond.Homes.GetValueOrDefault(address)?.Name;
    }

    /// <summary>Whose public name it is: <c>ec2-1-2-3-4.….amazonaws.com</c>.</summary>
    public Translation? Instance(string name) =>
        AddressNames.Dashed(name, "ec2-") is { } ip && carried.Network.Beyond.Translations.TryGetValue(ip, out var translation) && PublicName(translation) == name ? translation : null;

    /// <summary>Null where the VPC gives no names.</summary>
    private string? PublicName(Translation translation) =>
        carried.Network.Routers.TryGetValue(translation.RouterId, out var router) && carried.GivesNames(router) ? DnsNames.Public(router.Place.Region, translation.Outside) : null;

    /// <summary>A host on the internet or a home's router, by the one name that it has; who is behind such a router is known to nobody.</summary>
    private IReadOnlyList<Ip>? Outside(string name)
    {
        if (carried.Network.Beyond.Hosts.TryGetValue(name, out var host) && host.Home is null) return [.. host.Addresses];
        return carried.World.At(Place.Between).Find<Home>(new Id<Home>(name)) is { } home ? [home.PublicIp] : null;
    }
}
