using System.Net;
using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Services;

/// <summary>The instance that asks, with the interface by which it does: known by its VPC and address, which the VPC's router has checked.</summary>
internal sealed record Asker(Scope Scope, Instance Instance, Carried Carried)
{
    /// <summary>Null where no instance of the VPC has the address.</summary>
    public static Asker? Of(Carried carried, string vpc, IPAddress from)
    {
        if (!carried.Network.Routers.TryGetValue(vpc, out var router) || !Ip.TryParse(from.ToString(), out var ip) || router.PortOf(ip) is not { InstanceId: { } id }) return null;
        var scope = carried.World.At(router.Place);
        return scope.TryFind(new Id<Instance>(id), out var instance) ? new Asker(scope, instance, carried) : null;
    }

    /// <summary>Its interfaces, the primary one first.</summary>
    public IEnumerable<NetworkInterface> Interfaces => Instance.InterfaceIds.Select(id => Scope.Find<NetworkInterface>(id)).OfType<NetworkInterface>();

    public NetworkInterface? Primary => Interfaces.FirstOrDefault();

    public Ip? PublicIpOf(NetworkInterface nic, Ip inside) => Model.Interfaces.PublicIpOf(Scope, nic, inside);

    /// <summary>The VPC of the interface gives public names.</summary>
    public bool HasPublicNames(NetworkInterface nic) => Scope.Find<Vpc>(nic.VpcId) is { EnableDnsSupport: true, EnableDnsHostnames: true };
}
