using System.ComponentModel;

namespace Haneul.Io;

/// <summary>The options of sockets that data planes set: socket(7), tcp(7).</summary>
internal static unsafe class SocketOptions
{
    private const int SocketLevel = 1;
    private const int TcpLevel = 6;
    private const int GetFlags = 3;
    private const int SetFlags = 4;

    public static void MakeNonBlocking(int socket) => _ = Calls.Control(socket, SetFlags, Calls.Control(socket, GetFlags, 0) | Calls.NonBlocking);

    /// <summary>SO_REUSEADDR and SO_REUSEPORT.</summary>
    public static void ReusePort(int socket)
    {
        Set(socket, SocketLevel, 2, 1);
        Set(socket, SocketLevel, 15, 1);
    }

    /// <summary>TCP_NODELAY; accepted sockets have it of the listening one.</summary>
    public static void WithoutDelay(int socket) => Set(socket, TcpLevel, 1, 1);

    public static void DeferAccept(int socket, int seconds) => Set(socket, TcpLevel, 9, seconds);

    /// <summary>IP_BIND_ADDRESS_NO_PORT: the port is chosen when it connects, so that as many connections can be made as there are pairs.</summary>
    public static void BindAddressOnly(int socket) => Set(socket, 0, 24, 1);

    /// <summary>IP_TRANSPARENT, IPV6_TRANSPARENT: it may be bound to an address that is not this host's. SO_REUSEADDR: to one and the same port by several.</summary>
    public static void BorrowAddress(int socket, bool v6)
    {
        Set(socket, v6 ? 41 : 0, v6 ? 75 : 19, 1);
        Set(socket, SocketLevel, 2, 1);
    }

    /// <summary>SO_LINGER of zero: closing resets the connection.</summary>
    public static void ResetOnClose(int socket)
    {
        var linger = stackalloc int[2] { 1, 0 };
        _ = Calls.SetOption(socket, SocketLevel, 13, linger, 2 * sizeof(int));
    }

    /// <summary>SO_ERROR: what became of a connect; 0 where it succeeded.</summary>
    public static int ErrorOf(int socket)
    {
        var (value, length) = (0, sizeof(int));
        return Calls.GetOption(socket, SocketLevel, 4, &value, &length) == 0 ? value : *Calls.ErrorPlace();
    }

    public static KernelAddress NameOf(int socket)
    {
        KernelAddress name;
        var length = 28;
        return Calls.NameOf(socket, &name, &length) == 0 ? name : throw new Win32Exception(*Calls.ErrorPlace());
    }

    private static void Set(int socket, int level, int name, int value)
    {
        if (Calls.SetOption(socket, level, name, &value, sizeof(int)) != 0) throw new Win32Exception(*Calls.ErrorPlace(), $"set option {level}/{name} of a socket");
    }
}
