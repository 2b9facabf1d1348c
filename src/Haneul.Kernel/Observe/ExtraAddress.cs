namespace Haneul.Kernel;

/// <summary>An address on a loopback beside those of the plan, for the time of an observation; the reconciler leaves loopbacks' further addresses alone.</summary>
public static class ExtraAddress
{
    /// <summary>One that is there already is as good.</summary>
    public static void Add(NamespaceEntry entry, string ns, AddressPlan address) => Change(entry, ns, address, add: true, Errno.Exists);

    public static void Remove(NamespaceEntry entry, string ns, AddressPlan address) => Change(entry, ns, address, add: false, Errno.AddressNotAvailable);

    private static void Change(NamespaceEntry entry, string ns, AddressPlan address, bool add, int tolerated)
    {
        using var socket = entry.In(ns, () => NetlinkSocket.Open(NetlinkSocket.Route));
        var writer = new NetlinkWriter();
        var refused = 0;
        RouteMessages.Address(writer, address, socket.IndexOf(address.Device), add);
        socket.Carry(writer, (_, errno, _) => refused = errno);
        if (refused != 0 && refused != tolerated) throw new KernelException($"{(add ? "add" : "remove")} the address {address.Address} in {ns}", refused);
    }
}
