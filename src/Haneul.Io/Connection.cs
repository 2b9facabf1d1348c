using System.Buffers;
using System.Diagnostics;
using System.Net.Sockets;

namespace Haneul.Io;

/// <summary>
/// A stream of bytes on a loop: a TCP connection, plain or through a <see cref="ISession"/>. What the peer does not take at once is kept and sent when it does; who sends asks <see cref="HasPending"/> and stops its own source meanwhile.
/// </summary>
public abstract unsafe class Connection : Channel
{
    /// <summary>ECONNREFUSED, of <see cref="OnBroken"/>.</summary>
    protected const int Refused = 111;

    /// <summary>ETIMEDOUT, of <see cref="OnBroken"/>.</summary>
    protected const int TimedOut = 110;

    /// <summary>Of <see cref="OnBroken"/>: the handshake was not ended well.</summary>
    protected const int HandshakeFailed = -1;

    private byte[]? _pending;
    private int _pendingFrom;
    private int _pendingTo;
    private bool _connecting;
    private ISession? _session;
    private bool _handshaking;
    private bool _peerEnded;

    // What the kernel may have; MayRead asks the session as well.
    private bool _mayRead;

    /// <summary>Of an accepted connection.</summary>
    protected Connection(Loop loop, int descriptor)
        : base(loop) => Descriptor = descriptor;

    /// <summary>There may be bytes that were not read, the kernel's or the session's. After a readiness there is no second one before all is read.</summary>
    public bool MayRead => _mayRead || _session is { HasPending: true };

    public bool HasPending => _pendingTo > _pendingFrom;

    public int PendingBytes => _pendingTo - _pendingFrom;

    public bool IsConnecting => _connecting;

    protected ISession? Session => _session;

    /// <summary>Bytes can be received, or the end.</summary>
    protected abstract void OnReadable();

    /// <summary>All that was kept has been sent.</summary>
    protected abstract void OnDrained();

    /// <summary>Connected, and the handshake is done where there is one.</summary>
    protected virtual void OnConnected()
    {
    }

    /// <summary>It could not be connected (an errno), or the handshake failed, or sending what was kept failed (0): it has been dropped.</summary>
    protected abstract void OnBroken(int code);

    /// <summary>The peer has ended its side, or all is over; comes before <see cref="OnReadable"/>.</summary>
    protected virtual void OnPeerEnded()
    {
    }

    /// <summary>From now on, bytes go through the session.</summary>
    protected void Use(ISession session)
    {
        _session = session;
        _handshaking = true;
    }

    /// <summary>Another object goes on with this connection, its bytes and its session; this one is closed afterwards. For protocols that begin alike.</summary>
    protected void HandOver(Connection to)
    {
        Debug.Assert(to.IsClosed && !_connecting && !_handshaking, "a connection is handed over whole, to a new object");
        (to.Descriptor, to._session, to._mayRead, to._peerEnded) = (Descriptor, _session, _mayRead, _peerEnded);
        (to._pending, to._pendingFrom, to._pendingTo) = (_pending, _pendingFrom, _pendingTo);
        (_pending, _pendingFrom, _pendingTo, _session) = (null, 0, 0, null);
        to._session?.MoveTo(to);
        Loop.Replace(this, to);
        Descriptor = -1;
    }

    protected void Watch()
    {
        if (!IsWatched) Loop.Watch(this, CanRead | CanWrite | PeerEnded);
    }

    /// <summary>There may be bytes already, before any event: of a connection that was accepted when they were there.</summary>
    protected void AssumeReadable() => _mayRead = true;

    /// <summary>Connects the socket from a local address; answers at once, <see cref="OnConnected"/> or <see cref="OnBroken"/> comes from the loop.</summary>
    /// <param name="handle">The socket.</param>
    /// <param name="from">The local address; null: the kernel's choice.</param>
    /// <param name="to">The peer's.</param>
    /// <param name="borrows">The local address is another host's, to whom answers are not to go.</param>
    protected void Connect(SafeSocketHandle handle, in KernelAddress? from, in KernelAddress to, bool borrows = false)
    {
        Debug.Assert(IsClosed, "a connection connects once");
        // The handle's descriptor is taken over: one owner closes it once.
        Descriptor = (int)handle.DangerousGetHandle();
        handle.SetHandleAsInvalid();
        SocketOptions.MakeNonBlocking(Descriptor);
        SocketOptions.WithoutDelay(Descriptor);
        if (from is { } local)
        {
            SocketOptions.BindAddressOnly(Descriptor);
            if (borrows) SocketOptions.BorrowAddress(Descriptor, local.IsV6);
            if (Calls.Bind(Descriptor, &local, local.Length) != 0) throw new System.ComponentModel.Win32Exception(*Calls.ErrorPlace());
        }
        var target = to;
        _connecting = true;
        var failed = Calls.Connect(Descriptor, &target, target.Length) != 0 ? *Calls.ErrorPlace() : 0;
        if (failed is not 0 and not Calls.InProgress) throw new System.ComponentModel.Win32Exception(failed);
        Watch();
    }

    protected internal sealed override void Ready(uint events)
    {
        if (_connecting && !EndConnecting(events)) return;
        if ((events & (CanRead | PeerEnded | IsBroken)) != 0) _mayRead = true;
        if ((events & (PeerEnded | IsBroken)) != 0) _peerEnded = true;
        // What was said before the handshake, or what of it the kernel did not take at once, goes first.
        if ((events & CanWrite) != 0 && HasPending && !Flush()) return;
        if (_handshaking && !Shake()) return;
        if ((events & (PeerEnded | IsBroken)) != 0)
        {
            OnPeerEnded();
            if (IsClosed) return;
        }
        if (MayRead) OnReadable();
    }

    private bool EndConnecting(uint events)
    {
        if ((events & (CanWrite | IsBroken)) == 0) return false;
        var code = SocketOptions.ErrorOf(Descriptor);
        if (code != 0)
        {
            OnBroken(code);
            return false;
        }
        _connecting = false;
        if (!_handshaking) OnConnected();
        return !IsClosed;
    }

    private bool Shake()
    {
        switch (_session?.Advance())
        {
            case Handshake.Done:
                _handshaking = false;
                OnConnected();
                return !IsClosed;
            case Handshake.Failed:
                OnBroken(HandshakeFailed);
                return false;
            default:
                return false;
        }
    }

    /// <summary>Plain bytes: their count, or one of <see cref="Received"/>.</summary>
    protected int Receive(Span<byte> into) => _session is null ? ReceiveRaw(into) : _session.Receive(into);

    /// <summary>Bytes of the wire. A short read means that the kernel has no more: the next readiness is awaited without asking again.</summary>
    public int ReceiveRaw(Span<byte> into)
    {
        Debug.Assert(into.Length > 0, "an empty read cannot be told from the end");
        if (!_mayRead) return Received.Blocked;
        for (var tries = 0; tries < 8; tries++)
        {
            nint count;
            fixed (byte* at = into) count = Calls.Receive(Descriptor, at, into.Length, 0);
            if (count > 0)
            {
                if (count < into.Length && !_peerEnded) _mayRead = false;
                return (int)count;
            }
            if (count == 0) return Received.End;
            var code = *Calls.ErrorPlace();
            if (code == Calls.Again)
            {
                _mayRead = false;
                return Received.Blocked;
            }
            if (code != Calls.Interrupted) return Received.Broken;
        }
        return Received.Blocked;
    }

    /// <summary>Sends plain bytes or keeps them; false where the connection is of no use any more.</summary>
    protected bool Send(ReadOnlySpan<byte> plain) => _session is null ? SendRaw(plain) : _session.Send(plain);

    /// <summary>Bytes of the wire: what the kernel does not take is kept, behind what is kept already.</summary>
    public bool SendRaw(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return true;
        if (HasPending || _connecting)
        {
            Keep(bytes);
            return true;
        }
        var sent = SendNow(bytes);
        if (sent < 0) return false;
        if (sent < bytes.Length) Keep(bytes[sent..]);
        return true;
    }

    /// <summary>How many bytes the kernel took, or -1.</summary>
    private int SendNow(ReadOnlySpan<byte> bytes)
    {
        nint count;
        fixed (byte* at = bytes) count = Calls.Send(Descriptor, at, bytes.Length, Calls.NoSignal);
        if (count >= 0) return (int)count;
        return *Calls.ErrorPlace() is Calls.Again or Calls.Interrupted ? 0 : -1;
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        Watch();
        var kept = PendingBytes;
        if (_pending is null || _pendingTo + bytes.Length > _pending.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(kept + bytes.Length);
            if (_pending is not null)
            {
                _pending.AsSpan(_pendingFrom, kept).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(_pending);
            }
            (_pending, _pendingFrom, _pendingTo) = (larger, 0, kept);
        }
        bytes.CopyTo(_pending.AsSpan(_pendingTo));
        _pendingTo += bytes.Length;
    }

    /// <summary>False where the connection is closed afterwards.</summary>
    private bool Flush()
    {
        var sent = SendNow(_pending.AsSpan(_pendingFrom, PendingBytes));
        if (sent < 0)
        {
            DropPending();
            OnBroken(0);
            return !IsClosed;
        }
        _pendingFrom += sent;
        if (HasPending) return true;
        DropPending();
        if (!_handshaking) OnDrained();
        return !IsClosed;
    }

    private void DropPending()
    {
        if (_pending is not null) ArrayPool<byte>.Shared.Return(_pending);
        _pending = null;
        _pendingFrom = _pendingTo = 0;
    }

    /// <summary>Says to the peer that nothing more is sent, where nothing is kept.</summary>
    protected void EndSending()
    {
        _session?.Close();
        _ = Calls.Shutdown(Descriptor, 1);
    }

    /// <summary>Closes; the kernel still delivers what it has taken. A reset tells the peer that the stream is not whole.</summary>
    protected void Disconnect(bool reset = false)
    {
        if (IsClosed) return;
        if (reset) SocketOptions.ResetOnClose(Descriptor);
        else if (!HasPending) _session?.Close();
        _session?.Dispose();
        _session = null;
        DropPending();
        CloseDescriptor();
    }
}
