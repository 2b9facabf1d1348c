using System.Net.Sockets;
using Haneul.Io;
using Haneul.Kernel;

namespace Haneul.Balancing;

/// <summary>Sockets inside Haneul's namespaces.</summary>
internal sealed class NamespaceSockets(NamespaceEntry entry) : ISocketSource
{
    public SafeSocketHandle Open(string space, AddressFamily family, SocketType type)
    {
        try
        {
            return entry.In(space, () => FreshSocket.Open(family, type, ProtocolOf(family, type)));
        }
        catch (KernelException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    /// <summary>A packet socket hears nothing before it is bound to a device and a protocol.</summary>
    private static ProtocolType ProtocolOf(AddressFamily family, SocketType type) =>
        family == AddressFamily.Packet ? ProtocolType.Unspecified : type == SocketType.Stream ? ProtocolType.Tcp : ProtocolType.Udp;
}
