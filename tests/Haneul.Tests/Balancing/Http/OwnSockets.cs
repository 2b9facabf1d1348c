using System.Net.Sockets;
using Haneul.Io;

namespace Haneul.Tests.Balancing;

/// <summary>Sockets of the namespace that the tests run in, whatever name is asked for.</summary>
internal sealed class OwnSockets : ISocketSource
{
    public SafeSocketHandle Open(string space, AddressFamily family, SocketType type) => FreshSocket.Open(family, type, type == SocketType.Stream ? ProtocolType.Tcp : ProtocolType.Unspecified);
}
