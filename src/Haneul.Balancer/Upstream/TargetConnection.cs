using System.Buffers;
using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;
using Haneul.Io;
using Haneul.Io.Tls;

namespace Haneul.Balancer;

/// <summary>A connection to a target, over which one request after the other goes; between them it is kept by the loop.</summary>
internal sealed class TargetConnection(Worker worker, TargetRoute route) : Connection(worker.Loop, -1)
{
    private const int ReadsInOneGo = 16;

    private Exchange? _exchange;
    private State _state;
    private bool _reused;
    private bool _keeps;
    private bool _cannotSend;
    private Framing _framing;
    private long _left;
    private ChunkScan _chunks;
    private byte[]? _stash;
    private int _stashed;
    private byte[]? _early;
    private int _earlyLength;

    private enum State : byte
    {
        Connecting,
        Idle,
        Head,
        Body,
        Tunnel,
    }

    /// <summary>What it was given has not gone yet.</summary>
    public bool IsBlocked => HasPending || _early is not null;

    /// <summary>Connects, and sends that when it is connected.</summary>
    public void Open(Exchange exchange, ReadOnlySpan<byte> bytes)
    {
        (_exchange, _state, _reused) = (exchange, State.Connecting, false);
        if (route.Tls is not null) Hold(bytes);
        try
        {
            var handle = worker.Sockets.Open(route.Space, route.Address.IsV6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork, SocketType.Stream);
            if (route.Tls is { } tls) Use(TlsLayer.Connect(this, tls, worker.Outbox));
            Connect(handle, route.From, route.Address);
        }
        catch (Exception failed) when (failed is Win32Exception or SocketException or IOException or TlsException)
        {
            // Told in a later turn like every other failure, so that who began the request is not in the middle of it.
            Loop.Post(() => Fail(TargetFailure.Unreachable));
            return;
        }
        ExpireIn(Worker.ConnectTimeoutMs);
        if (route.Tls is null) SendRaw(bytes);
    }

    /// <summary>Sends a request on a kept connection; false where it turned out to be dead, and nothing of it has gone.</summary>
    public bool Begin(Exchange exchange, ReadOnlySpan<byte> bytes)
    {
        Debug.Assert(_state == State.Idle, "a kept connection is idle");
        if (!Send(bytes))
        {
            Disconnect();
            return false;
        }
        (_exchange, _state, _reused) = (exchange, State.Head, true);
        ExpireIn(exchange.Listener?.IdleMs ?? Worker.DefaultIdleMs);
        return true;
    }

    public void SendBody(ReadOnlySpan<byte> bytes)
    {
        if (_early is not null)
        {
            Hold(bytes);
            return;
        }
        // A target that refuses a body may have answered before it closed: what it said is read first, and then the end of the connection tells.
        if (_cannotSend || !Send(bytes)) _cannotSend = true;
        else if (!IsConnecting) ExpireIn(_exchange?.Listener?.IdleMs ?? Worker.DefaultIdleMs);
    }

    public void FrontDrained()
    {
        if (!IsClosed && MayRead && _state != State.Connecting) OnReadable();
    }

    /// <summary>Nobody waits for its answer any more.</summary>
    public void Abandon()
    {
        _exchange = null;
        Close();
    }

    /// <summary>It was kept, and is not any more.</summary>
    public void Discard() => Close();

    protected override void Resume()
    {
        if (MayRead) OnReadable();
    }

    protected override void OnConnected()
    {
        _state = State.Head;
        ExpireIn(_exchange?.Listener?.IdleMs ?? Worker.DefaultIdleMs);
        if (_early is not { } early) return;
        _early = null;
        var isSent = Send(early.AsSpan(0, _earlyLength));
        ArrayPool<byte>.Shared.Return(early);
        if (!isSent) OnBroken(0);
        else if (!HasPending) OnDrained();
    }

    protected override void OnDrained()
    {
        if (_exchange is { IsSent: false } || _state == State.Tunnel) _exchange?.Front?.TargetDrained();
    }

    protected override void OnBroken(int code)
    {
        if (_state is State.Head or State.Body && MayRead)
        {
            _cannotSend = true;
            return;
        }
        Fail(code switch
        {
            Connection.Refused => TargetFailure.Refused,
            Connection.TimedOut => TargetFailure.ConnectTimeout,
            Connection.HandshakeFailed => TargetFailure.HandshakeFailed,
            _ => _state == State.Connecting ? TargetFailure.Unreachable : TargetFailure.Reset,
        });
    }

    protected override void Expired()
    {
        switch (_state)
        {
            case State.Idle: EndIdle(); break;
            case State.Connecting: Fail(IsConnecting ? TargetFailure.ConnectTimeout : TargetFailure.HandshakeFailed); break;
            // The client is slow with its body or takes its answer slowly: its own connection measures that.
            case State.Head when _exchange is { IsSent: false }: ExpireIn(_exchange.Listener?.IdleMs ?? Worker.DefaultIdleMs); break;
            case State.Body when _exchange?.Front is { IsBlocked: true }: ExpireIn(_exchange.Listener?.IdleMs ?? Worker.DefaultIdleMs); break;
            default: Fail(TargetFailure.Timeout); break;
        }
    }

    protected override void OnReadable()
    {
        if (_state == State.Idle)
        {
            // Nothing was asked: it is the end, or noise that belongs to no request. A session may have got tickets, which nobody sees.
            if (Session is null || Receive(worker.ReadRoom(null, 0)) != Received.Blocked) EndIdle();
            return;
        }
        for (var reads = 0; reads < ReadsInOneGo; reads++)
        {
            if (_exchange?.Front is not { } front || front.IsBlocked) return;
            var room = worker.ReadRoom(_stash, _stashed);
            var count = Receive(room);
            if (count <= 0)
            {
                OnNothing(count);
                return;
            }
            count += _stashed;
            ExpireIn(_exchange.Listener?.IdleMs ?? Worker.DefaultIdleMs);
            if (_state == State.Head) TakeHead(Worker.HeadRoom, count);
            else TakeBody(Worker.HeadRoom, count);
            if (IsClosed || _state == State.Idle || !MayRead) return;
        }
        Loop.Defer(this);
    }

    private void OnNothing(int received)
    {
        if (received == Received.Blocked) return;
        if (received == Received.End && _state == State.Body && _framing == Framing.Close)
        {
            _keeps = false;
            _exchange?.Front?.Body(default, ends: true);
            End();
        }
        else if (_state == State.Tunnel)
        {
            Fail(TargetFailure.Closed);
        }
        else
        {
            Fail(received == Received.End ? TargetFailure.Closed : TargetFailure.Reset);
        }
    }

    /// <summary>Bytes of scratch that may hold heads: interim ones, then the answer's, with the beginning of its body.</summary>
    private void TakeHead(int from, int count)
    {
        var head = worker.Response;
        while (_exchange is { Front: { } front } exchange)
        {
            var length = count == 0 ? 0 : head.Parse(worker.Scratch, from, count, exchange.IsHead);
            if (length == 0)
            {
                Stash(worker.Scratch.AsSpan(from, count));
                return;
            }
            if (length < 0)
            {
                Fail(TargetFailure.Malformed);
                return;
            }
            DropStash();
            if (head.Status == 101)
            {
                BeginTunnel(exchange, front, head, worker.Scratch.AsSpan(from + length, count - length));
                return;
            }
            if (head.Status >= 200)
            {
                BeginBody(exchange, front, head, from + length, count - length);
                return;
            }
            front.Interim(head);
            from += length;
            count -= length;
        }
    }

    private void BeginTunnel(Exchange exchange, IFront front, ResponseHead head, ReadOnlySpan<byte> rest)
    {
        if (!exchange.Upgrades)
        {
            Fail(TargetFailure.Malformed);
            return;
        }
        _state = State.Tunnel;
        _keeps = false;
        exchange.HasAnswer = true;
        exchange.Record.Answered(worker, head.Status);
        front.Switch(head, rest);
    }

    private void BeginBody(Exchange exchange, IFront front, ResponseHead head, int from, int count)
    {
        (_state, _framing, _left, _chunks) = (State.Body, head.Framing, head.ContentLength, default);
        _keeps = head.KeepsAlive && !exchange.IsOnce;
        var length = Frame(ref from, count, front.TakesChunks, out var ends);
        if (length < 0)
        {
            Fail(TargetFailure.Malformed);
            return;
        }
        exchange.HasAnswer = true;
        exchange.Record.Answered(worker, head.Status);
        front.Answer(head, from, length, ends);
        if (ends) End();
    }

    private void TakeBody(int from, int count)
    {
        if (_exchange?.Front is not { } front) return;
        if (_state == State.Tunnel)
        {
            front.Body(worker.Scratch.AsSpan(from, count), ends: false);
            return;
        }
        var length = Frame(ref from, count, front.TakesChunks, out var ends);
        if (length < 0)
        {
            Fail(TargetFailure.Malformed);
            return;
        }
        if (length > 0 || ends) front.Body(worker.Scratch.AsSpan(from, length), ends);
        if (ends) End();
    }

    /// <summary>How many bytes from there on go to the client; what follows the end of a body makes the connection useless.</summary>
    private int Frame(ref int from, int count, bool inChunks, out bool ends)
    {
        var taken = count;
        switch (_framing)
        {
            case Framing.None: taken = 0; break;
            case Framing.Length: taken = (int)Math.Min(count, _left); _left -= taken; break;
            case Framing.Chunked when inChunks: taken = _chunks.Take(worker.Scratch.AsSpan(from, count), stopsAtData: false, out _, out _); break;
            case Framing.Chunked: return Decode(from, count, out ends);
            default: break;
        }
        ends = _framing switch { Framing.None => true, Framing.Length => _left == 0, Framing.Chunked => _chunks.IsDone, _ => false };
        if (taken >= 0 && taken < count) _keeps = false;
        return taken;
    }

    /// <summary>Moves what is in the chunks together.</summary>
    private int Decode(int from, int count, out bool ends)
    {
        var (at, to, end) = (from, from, from + count);
        while (at < end && !_chunks.IsDone)
        {
            var taken = _chunks.Take(worker.Scratch.AsSpan(at, end - at), stopsAtData: true, out var data, out var length);
            if (taken < 0)
            {
                ends = false;
                return -1;
            }
            worker.Scratch.AsSpan(at + data, length).CopyTo(worker.Scratch.AsSpan(to));
            to += length;
            at += taken;
        }
        ends = _chunks.IsDone;
        if (at < end) _keeps = false;
        return to - from;
    }

    /// <summary>The answer is whole: kept for the next request where both sides are done with this one.</summary>
    private void End()
    {
        if (_exchange is not { } exchange || IsClosed) return;
        var front = exchange.Front;
        _exchange = null;
        if (_keeps && exchange.IsSent && !_cannotSend && !HasPending && route.Keep(worker, this))
        {
            _state = State.Idle;
            ExpireIn(Worker.DefaultIdleMs);
            // The goodbye may have come in the same turn, and no event tells of it again.
            if (Session is not null && MayRead) Loop.Defer(this);
        }
        else
        {
            Close();
        }
        exchange.Ended();
        front?.Finished();
    }

    private void Fail(TargetFailure failure)
    {
        var (exchange, reused) = (_exchange, _reused && _state == State.Head && _stashed == 0);
        if (_state == State.Idle) route.Remove(worker, this);
        _exchange = null;
        Close();
        exchange?.Failed(failure, reused);
    }

    private void EndIdle()
    {
        route.Remove(worker, this);
        Close();
    }

    private void Close()
    {
        DropStash();
        if (_early is not null) ArrayPool<byte>.Shared.Return(_early);
        _early = null;
        Disconnect();
    }

    /// <summary>Until the handshake is done. Who gives it asks <see cref="IsBlocked"/>, or has a window that is not opened meanwhile.</summary>
    private void Hold(ReadOnlySpan<byte> bytes)
    {
        if (_early is null || _early.Length < _earlyLength + bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_earlyLength + bytes.Length, 1024));
            _early.AsSpan(0, _early is null ? 0 : _earlyLength).CopyTo(larger);
            if (_early is not null) ArrayPool<byte>.Shared.Return(_early);
            _early = larger;
        }
        bytes.CopyTo(_early.AsSpan(_earlyLength));
        _earlyLength += bytes.Length;
    }

    private void Stash(ReadOnlySpan<byte> bytes)
    {
        // The scratch may hold what the stash held, and more: the stash is written again.
        if (_stash is null || _stash.Length < bytes.Length)
        {
            if (_stash is not null) ArrayPool<byte>.Shared.Return(_stash);
            _stash = ArrayPool<byte>.Shared.Rent(Math.Max(bytes.Length, 1024));
        }
        bytes.CopyTo(_stash);
        _stashed = bytes.Length;
    }

    private void DropStash()
    {
        if (_stash is not null) ArrayPool<byte>.Shared.Return(_stash);
        (_stash, _stashed) = (null, 0);
    }
}
