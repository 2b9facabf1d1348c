using System.ComponentModel;
using System.Net;
using System.Net.Sockets;

namespace Haneul.Io;

/// <summary>A listening socket of one loop; each loop has its own at the same address (SO_REUSEPORT), and the kernel spreads new connections over them.</summary>
public sealed unsafe class Listener : Channel
{
    private const int Backlog = 4096;
    private const int AcceptedInOneGo = 64;
    private readonly Action<Listener, int, KernelAddress> _accepted;
    private SafeSocketHandle? _handle;

    /// <summary>Binds and listens; call on any thread, then <see cref="Open"/> on the loop's.</summary>
    /// <param name="loop">Whose it is.</param>
    /// <param name="handle">A socket in the namespace; it is the listener's from now on.</param>
    /// <param name="at">Where it listens.</param>
    /// <param name="deferred">New connections are told when their first bytes are there (TCP_DEFER_ACCEPT).</param>
    /// <param name="accepted">Gets each new connection's descriptor, which it owns, with the client's address.</param>
    public Listener(Loop loop, SafeSocketHandle handle, IPEndPoint at, bool deferred, Action<Listener, int, KernelAddress> accepted)
        : base(loop)
    {
        _accepted = accepted;
        At = at;
        _handle = handle;
        Descriptor = (int)handle.DangerousGetHandle();
        SocketOptions.MakeNonBlocking(Descriptor);
        SocketOptions.ReusePort(Descriptor);
        SocketOptions.WithoutDelay(Descriptor);
        if (deferred) SocketOptions.DeferAccept(Descriptor, 5);
        var address = KernelAddress.Of(at.Address, at.Port);
        if (Calls.Bind(Descriptor, &address, address.Length) != 0 || Calls.Listen(Descriptor, Backlog) != 0)
        {
            var code = *Calls.ErrorPlace();
            handle.Dispose();
            Descriptor = -1;
            throw new Win32Exception(code, $"listen at {at}: {new Win32Exception(code).Message}");
        }
        if (at.Port == 0) At = SocketOptions.NameOf(Descriptor).ToEndPoint();
    }

    public IPEndPoint At { get; }

    public void Open() => Loop.Watch(this, CanRead);

    /// <summary>Takes at most so many at once; the rest comes after others had their turn.</summary>
    protected internal override void Ready(uint events)
    {
        for (var i = 0; i < AcceptedInOneGo; i++)
        {
            KernelAddress from;
            var length = 28;
            var descriptor = Calls.Accept(Descriptor, &from, &length, Calls.NonBlocking | Calls.CloseOnExec);
            if (descriptor >= 0)
            {
                _accepted(this, descriptor, from);
                if (IsClosed) return;
                continue;
            }
            // Again: none is left. Anything else (a connection that died while it waited, too many open files) is looked at again after others had their turn.
            var code = *Calls.ErrorPlace();
            if (code == Calls.Again) return;
            if (IsLasting(code)) break;
        }
        Loop.Defer(this);
    }

    protected internal override void Resume() => Ready(CanRead);

    /// <summary>EMFILE, ENFILE, ENOBUFS, ENOMEM: waits for the next turn.</summary>
    private static bool IsLasting(int code) => code is 24 or 23 or 105 or 12;

    public void Close()
    {
        if (IsClosed) return;
        Loop.Forget(this);
        Descriptor = -1;
        _handle?.Dispose();
        _handle = null;
    }
}
