using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Haneul.Kernel;

/// <summary>Devices as rtnetlink messages. A device is named, not numbered, wherever the kernel takes a name: then nothing can be stale.</summary>
internal static class LinkMessages
{
    private const ushort Make = NetlinkFlags.Create | NetlinkFlags.Exclusive;

    /// <summary>So many bytes of a TCP stream pass at once, over IPv4: what a packet costs on its way is paid three times less often than by the kernel's own limit of 64 KiB. Kernels before 6.3 do not know of it and go on as ever.</summary>
    private const uint LargestGathered = 192 * 1024;

    /// <summary>A veth pair; the other end appears in its namespace at once.</summary>
    public static void AddCable(NetlinkWriter writer, KernelChange.AddCable cable, SafeFileHandle otherNamespace)
    {
        writer.Begin(Rtm.NewLink, Make);
        Header(writer, 0, 0);
        End(writer, cable.Here, cable.Mtu);
        using (writer.Begin(LinkAttribute.Info))
        {
            writer.Text(LinkAttribute.InfoKind, "veth");
            using (writer.Begin(LinkAttribute.InfoData))
            using (writer.Begin(LinkAttribute.VethPeer))
            {
                Header(writer, 0, 0);
                End(writer, cable.Peer, cable.Mtu);
                writer.Number(LinkAttribute.NamespaceFile, (uint)otherNamespace.DangerousGetHandle());
            }
        }
        writer.End();
    }

    public static void AddBridge(NetlinkWriter writer, string device, Mac mac)
    {
        writer.Begin(Rtm.NewLink, Make);
        Header(writer, 0, 0);
        writer.Text(LinkAttribute.Name, device);
        writer.Ethernet(LinkAttribute.Address, mac);
        using (writer.Begin(LinkAttribute.Info)) writer.Text(LinkAttribute.InfoKind, "bridge");
        writer.End();
    }

    public static void Remove(NetlinkWriter writer, string device)
    {
        writer.Begin(Rtm.DelLink, 0);
        Header(writer, 0, 0);
        writer.Text(LinkAttribute.Name, device);
        writer.End();
    }

    /// <summary>All devices of a group: the kernel waits once for all of them to fall silent, where it would wait for each.</summary>
    public static void RemoveGroup(NetlinkWriter writer, uint group)
    {
        writer.Begin(Rtm.DelLink, 0);
        Header(writer, 0, 0);
        writer.Number(LinkAttribute.Group, group);
        writer.End();
    }

    public static void SetUp(NetlinkWriter writer, string device, bool up)
    {
        Set(writer, device, up ? LinkAttribute.Up : 0, LinkAttribute.Up);
        writer.End();
    }

    /// <summary>The device invents no IPv6 address when it comes up; refused with EAFNOSUPPORT where it has no IPv6 at all.</summary>
    public static void InventNoAddress(NetlinkWriter writer, string device)
    {
        Set(writer, device, 0, 0);
        using (writer.Begin(LinkAttribute.AfSpec))
        using (writer.Begin(Rtm.V6)) writer.Byte(LinkAttribute.AddressMode, LinkAttribute.NoAddress);
        writer.End();
    }

    public static void SetGroup(NetlinkWriter writer, string device, uint group)
    {
        Set(writer, device, 0, 0);
        writer.Number(LinkAttribute.Group, group);
        writer.End();
    }

    public static void SetBridge(NetlinkWriter writer, string device, int bridge)
    {
        Set(writer, device, 0, 0);
        writer.Number(LinkAttribute.Master, (uint)bridge);
        writer.End();
    }

    private static void End(NetlinkWriter writer, CableEnd end, int mtu)
    {
        writer.Text(LinkAttribute.Name, end.Device);
        writer.Ethernet(LinkAttribute.Address, end.Mac);
        writer.Number(LinkAttribute.Mtu, (uint)mtu);
        writer.Number(LinkAttribute.Group, end.Group);
        writer.Number(LinkAttribute.SegmentedV4, LargestGathered);
    }

    private static void Set(NetlinkWriter writer, string device, uint flags, uint change)
    {
        writer.Begin(Rtm.SetLink, 0);
        Header(writer, flags, change);
        writer.Text(LinkAttribute.Name, device);
    }

    /// <summary>struct ifinfomsg</summary>
    private static void Header(NetlinkWriter writer, uint flags, uint change)
    {
        var header = writer.Fixed(LinkAttribute.Header);
        MemoryMarshal.Write(header[8..], flags);
        MemoryMarshal.Write(header[12..], change);
    }
}
