using System.Net.Sockets;
using Haneul.Io;

namespace Haneul.Tests.Balancing;

/// <summary>Sockets of the namespace that the tests run in, whatever name is asked for.</summary>
internal sealed class OwnSockets : ISocketSource
{
    public SafeSocketHandle Open(string space, AddressFamily family, SocketType type)
    {
        var socket = new Socket(family, type, ProtocolType.Tcp);
        // Its finalizer would close the handle, which is somebody else's from now on.
        GC.SuppressFinalize(socket);
        return socket.SafeHandle;
    }
}
