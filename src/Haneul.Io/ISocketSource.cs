using System.Net.Sockets;

namespace Haneul.Io;

/// <summary>Makes sockets inside network namespaces, for those who may not enter them themselves. A socket stays where it was made, whoever binds, connects and reads it afterwards.</summary>
public interface ISocketSource
{
    /// <summary>A socket in the namespace of that name (empty: the process's own), neither bound nor connected: TCP, UDP, or whole frames (<see cref="AddressFamily.Packet"/>, raw); throws <see cref="SocketException"/> or <see cref="IOException"/> where there is none.</summary>
    SafeSocketHandle Open(string space, AddressFamily family, SocketType type);
}
