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
            return entry.In(space, () => new Socket(family, type, type == SocketType.Stream ? ProtocolType.Tcp : ProtocolType.Udp).SafeHandle);
        }
        catch (KernelException e)
        {
            throw new IOException(e.Message, e);
        }
    }
}
