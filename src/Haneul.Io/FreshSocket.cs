using System.Net.Sockets;

namespace Haneul.Io;

/// <summary>Sockets that belong to nobody but the holder of their handle.</summary>
public static class FreshSocket
{
    /// <summary>Made in the network namespace of this thread; whoever gets the handle closes it.</summary>
    public static SafeSocketHandle Open(AddressFamily family, SocketType type, ProtocolType protocol)
    {
        var socket = new Socket(family, type, protocol);
        // Its finalizer would close the handle, which is somebody else's from now on.
        GC.SuppressFinalize(socket);
        return socket.SafeHandle;
    }
}
