using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>The cable of a port, and what is set up at its far end, in the host or gateway: addresses and the way to the VPC's router.</summary>
internal static class PortCompiler
{
    private static readonly Cidr AnyV4 = Cidr.Parse("0.0.0.0/0");
    private static readonly Cidr AnyV6 = Cidr.Parse("::/0");

    /// <param name="number">Of the device at its far end: 0 is the one by which everything leaves.</param>
    public static CablePlan Compile(Port port, NamespaceBuilder inside, int number)
    {
        var device = $"eth{number}";
        if (port.V4.Length > 0) V4(port, inside, number, device);
        if (port.V6.Length > 0) V6(port, inside, number, device);
        var near = new CableEnd(port.Router.Id, RouterCompiler.DeviceOf(port), RouterCompiler.Side, RouterTable.GroupOf(port.Segment));
        return new CablePlan(near, new CableEnd(inside.Name, device, Mac.Parse(port.Mac)), PlanBuilder.Mtu, Up: !port.Dark);
    }

    private static void V4(Port port, NamespaceBuilder inside, int number, string device)
    {
        var block = port.Segment.Blocks.First(b => !b.IsV6);
        var gateway = block.First + 1;
        inside.Addresses.Add(new AddressPlan(device, port.V4[0], block.Length));
        inside.Addresses.AddRange(port.V4.Skip(1).Select(ip => new AddressPlan(device, ip, 32)));
        inside.Neighbours.Add(new NeighbourPlan(device, gateway, RouterCompiler.Side));
        // Neighbours in the subnet are reached through the router too: nobody asks for Ethernet addresses, as on AWS, whose mapping service knows them.
        if (number == 0)
        {
            inside.Route(block, device, gateway);
            inside.Route(AnyV4, device, gateway);
        }
        else Secondary(number, inside, device, gateway, AnyV4, port.V4);
    }

    private static void V6(Port port, NamespaceBuilder inside, int number, string device)
    {
        var gateway = PlanBuilder.One(v6: true);
        inside.AllowV6(device);
        inside.Addresses.AddRange(port.V6.Select(ip => new AddressPlan(device, ip, 128)));
        inside.Neighbours.Add(new NeighbourPlan(device, gateway, RouterCompiler.Side));
        if (number == 0) inside.Route(AnyV6, device, gateway);
        else Secondary(number, inside, device, gateway, AnyV6, port.V6);
    }

    /// <summary>What a further interface answers leaves by it, as the images of AWS set it up: a table of its own, chosen by the source address.</summary>
    private static void Secondary(int number, NamespaceBuilder inside, string device, Ip gateway, Cidr any, IEnumerable<Ip> addresses)
    {
        var table = 10000 + (uint)number;
        inside.Route(any, device, gateway, table);
        inside.Policies.AddRange(addresses.Select(ip => new PolicyPlan(ip.IsV6, 0, table, table, ip)));
    }
}
