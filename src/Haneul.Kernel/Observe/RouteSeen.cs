using System.Runtime.InteropServices;
using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>Which route the kernel says that it takes for a packet: routing leaves no trace, so it is asked afterwards.</summary>
/// <param name="Errno">Why it has none (positive): EINVAL where it drops silently; 0 where it has one.</param>
/// <param name="Table">The number of the routing table whose route won.</param>
/// <param name="Prefix">The destinations of that route.</param>
/// <param name="Device">The index of the device that it leads to.</param>
public sealed record RouteSeen(int Errno, uint Table, Cidr Prefix, int Device);

/// <summary>Asks the kernel for the route of one packet (RTM_GETROUTE with RTM_F_FIB_MATCH, which answers with the route itself).</summary>
internal static class RouteQuestion
{
    private const int Source = 2, In = 3, Mark = 16;

    /// <summary>RTM_F_FIB_MATCH, linux/rtnetlink.h.</summary>
    private const uint WithItsRoute = 0x2000;

    /// <summary>As it came in by the device, with the mark.</summary>
    public static RouteSeen Ask(NetlinkSocket socket, NetlinkWriter writer, Packet packet, int device, uint mark)
    {
        writer.Clear();
        writer.Begin(Rtm.GetRoute, 0);
        var header = writer.Fixed(RouteAttribute.Header);
        header[0] = Rtm.FamilyOf(packet.IsV6);
        header[1] = header[2] = (byte)packet.Destination.Width;
        MemoryMarshal.Write(header[8..], WithItsRoute);
        writer.Address(RouteAttribute.Destination, packet.Destination);
        writer.Address(Source, packet.Source);
        writer.Number(In, (uint)device);
        if (mark != 0) writer.Number(Mark, mark);
        writer.End();
        var seen = new RouteSeen(0, 0, Cidr.Host(packet.Destination), 0);
        socket.Ask(writer, message => seen = message.Type == Rtm.NewRoute ? Read(message, packet.IsV6) : seen, errno => seen = seen with { Errno = errno });
        return seen;
    }

    private static RouteSeen Read(NetlinkMessage message, bool v6)
    {
        if (message.Body.Length < RouteAttribute.Header) return new RouteSeen(Kernel.Errno.Invalid, 0, default, 0);
        var (table, device, address) = ((uint)message.Body[4], 0, v6 ? new Ip(0, true) : Ip.V4(0));
        foreach (var attribute in message.Attributes(RouteAttribute.Header))
        {
            if (attribute.Type == RouteAttribute.Table) table = attribute.Number;
            else if (attribute.Type == RouteAttribute.Device) device = (int)attribute.Number;
            else if (attribute.Type == RouteAttribute.Destination) address = attribute.Address;
        }
        // IPv6 answers with the route that drops as with any other.
        var kind = message.Body[7];
        return new RouteSeen(kind == RouteAttribute.Blackhole ? Kernel.Errno.Invalid : 0, table, new Cidr(address, message.Body[1]), device);
    }
}
