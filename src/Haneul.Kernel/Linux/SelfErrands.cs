using System.Text;
using static Haneul.Kernel.Errand;

namespace Haneul.Kernel;

/// <summary>What a thread does to the namespaces that it is in, as parts of an errand: sethostname(2), netdevice(7), listening sockets.</summary>
internal static class SelfErrands
{
    private const int LongestHostName = 64;
    private const int InternetFamily = 2;
    private const int Internet6Family = 10;
    private const int StreamClosedOnExec = 1 | 0x80000;
    private const int DatagramClosedOnExec = 2 | 0x80000;
    private const int SetDeviceFlags = 0x8914;
    private const int UpAndRunning = 0x41;
    private const int RequestSize = 40;
    private const int FlagsOffset = 16;
    private const int SocketLevel = 1;
    private const int ReuseAddress = 2;
    private const int Internet6Level = 41;
    private const int Internet6Only = 26;

    private static nint SocketNumber => Number(41, 198);

    private static nint Control => Number(16, 29);

    private static nint SetOption => Number(54, 208);

    public static void SetHostName(this Errand errand, string name)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        errand.Call($"naming a host {name}", Number(170, 161), errand.Bytes(bytes), Math.Min(bytes.Length, LongestHostName));
    }

    /// <summary>Brings the loopback of the network namespace up, which it is not when the namespace is new.</summary>
    public static void RaiseLoopback(this Errand errand)
    {
        // struct ifreq: 16 bytes of name, then what is asked.
        var request = new byte[RequestSize];
        "lo"u8.CopyTo(request);
        request[FlagsOffset] = UpAndRunning;
        var socket = errand.Open("a socket for the loopback", SocketNumber, InternetFamily, DatagramClosedOnExec, 0);
        errand.Call("bringing the loopback up", Control, socket, SetDeviceFlags, errand.Bytes(request));
    }

    /// <summary>A socket that listens on a TCP port of all addresses, of both families where the kernel has IPv6.</summary>
    public static Given Listen(this Errand errand, int port, int backlog, bool v6)
    {
        var socket = errand.Open("a socket to listen with", SocketNumber, v6 ? Internet6Family : InternetFamily, StreamClosedOnExec, 0);
        var (yes, no) = (errand.Bytes([1, 0, 0, 0]), errand.Bytes([0, 0, 0, 0]));
        errand.Call("an address to be used again", SetOption, socket, SocketLevel, ReuseAddress, yes, 4);
        if (v6) errand.Call("a socket for both families", SetOption, socket, Internet6Level, Internet6Only, no, 4);
        // struct sockaddr_in and sockaddr_in6 begin with family and port (in network order); any address is all zeros.
        var address = new byte[v6 ? 28 : 16];
        BitConverter.TryWriteBytes(address, (short)(v6 ? Internet6Family : InternetFamily));
        (address[2], address[3]) = ((byte)(port >> 8), (byte)port);
        errand.Call($"taking port {port}", Number(49, 200), socket, errand.Bytes(address), address.Length);
        errand.Call($"listening on port {port}", Number(50, 201), socket, backlog);
        return socket;
    }
}
