using System.Runtime.CompilerServices;
using Haneul.Model;

namespace Haneul.Tests.Spec;

/// <summary>Finding things in a world the slow way: by looking at everything, every time.</summary>
internal static class SpecLookups
{
    private static readonly ConditionalWeakTable<World, Dictionary<Type, object>> Seen = [];

    /// <summary>All rows of a kind, in all places, in no other order; a plain list, kept so that it is not made anew for each question.</summary>
    public static List<T> Rows<T>(this World world) where T : IResource<T>
    {
        var lists = Seen.GetOrCreateValue(world);
        if (!lists.TryGetValue(typeof(T), out var list)) lists[typeof(T)] = list = world.Everywhere<T>().Select(r => r.Row).ToList();
        return (List<T>)list;
    }

    public static Place PlaceOf(this World world, Id<Vpc> id) => world.Everywhere<Vpc>().First(v => v.Row.Id == id).Place;

    public static Vpc VpcOf(this World world, Id<Vpc> id) => world.Rows<Vpc>().First(v => v.Id == id);

    public static bool IsThere(this World world, Id<Vpc> id) => world.Rows<Vpc>().Any(v => v.Id == id);

    public static Subnet SubnetOf(this World world, NetworkInterface eni) => world.Rows<Subnet>().First(s => s.Id == eni.SubnetId);

    public static NetworkInterface? Interface(this World world, Id<NetworkInterface> id) =>
        world.Rows<NetworkInterface>().FirstOrDefault(e => e.Id == id);

    /// <summary>The interface of the VPC that has this private (or IPv6) address.</summary>
    public static NetworkInterface? Holder(this World world, Id<Vpc> vpc, Ip ip) =>
        world.Rows<NetworkInterface>().FirstOrDefault(e => e.VpcId == vpc && e.Addresses.Contains(ip));

    /// <summary>The public IPv4 address that stands for this private one: elastic, or lent to the primary address at launch.</summary>
    public static Ip? PublicFor(this World world, NetworkInterface eni, Ip privateIp)
    {
        foreach (var elastic in world.Rows<ElasticAddress>())
        {
            if (elastic.InterfaceId == eni.Id && elastic.PrivateIp == privateIp) return elastic.PublicIp;
        }
        return eni.LentPublicIp is { } lent && eni.PrivateIps.Length > 0 && eni.PrivateIps[0] == privateIp ? lent : null;
    }

    /// <summary>The interface and private address that a public IPv4 address stands for.</summary>
    public static (NetworkInterface Eni, Ip PrivateIp)? StandsFor(this World world, Ip publicIp)
    {
        foreach (var eni in world.Rows<NetworkInterface>())
        {
            foreach (var ip in eni.PrivateIps)
            {
                if (world.PublicFor(eni, ip) == publicIp) return (eni, ip);
            }
        }
        return null;
    }

    public static NetworkAcl AclOf(this World world, Subnet subnet) =>
        world.Rows<NetworkAcl>().Single(a => a.Associations.Any(s => s.SubnetId == subnet.Id));

    /// <summary>The subnet's own route table, else the main one of its VPC.</summary>
    public static RouteTable TableOf(this World world, Subnet subnet)
    {
        var tables = world.Rows<RouteTable>().Where(t => t.VpcId == subnet.VpcId).ToList();
        return tables.FirstOrDefault(t => t.Associations.Any(a => a.SubnetId == subnet.Id)) ?? tables.Single(t => t.Associations.Any(a => a.IsMain));
    }

    /// <summary>The route table of what comes in by a gateway (edge association), if it has one.</summary>
    public static RouteTable? TableOf(this World world, InternetGateway gateway) =>
        world.Rows<RouteTable>().FirstOrDefault(t => t.Associations.Any(a => a.GatewayId == gateway.Id.Value));

    public static InternetGateway? GatewayOf(this World world, Id<Vpc> vpc) =>
        world.Rows<InternetGateway>().FirstOrDefault(g => g.VpcId == vpc);

    public static NatGateway? NatOf(this World world, NetworkInterface eni) =>
        world.Rows<NatGateway>().FirstOrDefault(n => n.Addresses.Any(a => a.InterfaceId == eni.Id));

    public static PrefixList? List(this World world, Id<Vpc> near, Id<PrefixList> id) =>
        world.At(world.PlaceOf(near)).Find((Id<PrefixList>?)id);

    public static bool IsAttached(NetworkInterface eni) => eni.Attachment is { Status: "attached" };

    public static Instance? InstanceOf(this World world, NetworkInterface eni) =>
        eni.Attachment?.InstanceId is { } id ? world.Rows<Instance>().FirstOrDefault(i => i.Id == id) : null;

    /// <summary>The zone of the interface's subnet, where that has failed.</summary>
    public static string? DarkZoneOf(this World world, NetworkInterface eni) =>
        world.Rows<DarkZone>().Select(z => z.Id.Value).FirstOrDefault(z => z == world.SubnetOf(eni).Zone);

    /// <summary>Runs what the interface belongs to? What is AWS's own always runs.</summary>
    public static bool IsRunning(this World world, NetworkInterface eni) =>
        eni.Attachment?.InstanceId is null || world.InstanceOf(eni) is { State: InstanceState.Running };
}
