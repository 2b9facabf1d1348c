using System.Buffers;
using System.Net;
using System.Text;
using Haneul.Io;
using Haneul.Model;

namespace Haneul.Balancer;

/// <summary>A client's connection of HTTP/1.1: one request after the other, answered in order. This part reads; the other one answers.</summary>
internal sealed partial class Http1Front : Connection, IFront
{
    private const int RequestsInOneGo = 32;
    private const int ReadsInOneGo = 16;
    private const long LingerMs = 2000;

    private readonly Worker _worker;
    private readonly ListeningPoint _point;
    private readonly KernelAddress _client;
    private readonly long _bornMs;
    private Exchange? _exchange;
    private byte[]? _clientText;
    private ClientLog? _log;
    private byte[]? _stash;
    private int _stashed;
    private State _state;
    private Framing _framing;
    private bool _keepsAlive;
    private bool _isVersion10;
    private bool _isBroken;
    private long _left;
    private ChunkScan _chunks;

    /// <param name="worker">Of its loop.</param>
    /// <param name="point">Where it was accepted.</param>
    /// <param name="descriptor">Of an accepted connection; -1: it is handed over by <see cref="SecureClient"/>.</param>
    /// <param name="client">Whose it is.</param>
    /// <param name="bornMs">When it was accepted.</param>
    public Http1Front(Worker worker, ListeningPoint point, int descriptor, in KernelAddress client, long bornMs)
        : base(worker.Loop, descriptor)
    {
        (_worker, _point, _client, _bornMs) = (worker, point, client, bornMs);
        point.Current.Counts.Opened();
        AssumeReadable();
    }

    /// <summary>Null: it came without TLS.</summary>
    public SecureFacts? Secured { get; init; }

    /// <summary>As the connection log has it; null: there is none.</summary>
    public byte[]? TraceId { get; init; }

    private enum State : byte
    {
        Head,
        Body,
        Waiting,
        Lingering,
        Tunnel,
    }

    private bool IsOld => _worker.Loop.NowMs - _bornMs > _point.Current.KeepAliveMs;

    private Ip Client
    {
        get
        {
            var bytes = _client.Bytes;
            return bytes.Length == 4
                ? Ip.V4(System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes))
                : new Ip(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes), true);
        }
    }

    /// <summary>Takes what is there already: the first request of a connection that was accepted with its bytes needs no look at the kernel.</summary>
    public void Start()
    {
        ExpireIn(_point.Current.IdleMs);
        Serve();
    }

    protected override void OnReadable()
    {
        switch (_state)
        {
            case State.Head: Serve(); break;
            case State.Body: ReadBody(); break;
            case State.Tunnel: ReadTunnel(); break;
            case State.Lingering: Discard(); break;
            // What comes before the answer is the next request: it is read when its turn is.
            default: break;
        }
    }

    protected override void Resume()
    {
        if (_isBroken) ClientLeft();
        else OnReadable();
    }

    private void Serve()
    {
        for (var served = 0; served < RequestsInOneGo; served++)
        {
            if (IsClosed || _state != State.Head || HasPending) return;
            if (!ReadHead(out var count)) return;
            Take(count);
        }
        Loop.Defer(this);
    }

    /// <summary>True where a whole head (or one to be refused) stands in the scratch.</summary>
    private bool ReadHead(out int count)
    {
        _worker.ReadRoom(_stash, _stashed);
        count = _stashed;
        DropStash();
        for (; ; )
        {
            var skipped = SkipEmptyLines(count);
            count -= skipped;
            if (count > 0 && RequestParser.Parse(_worker.Scratch, Worker.HeadRoom, count, _worker.Request)) return true;
            var received = Receive(_worker.Scratch.AsSpan(Worker.HeadRoom + count, Worker.ReadSize / 2));
            if (received > 0)
            {
                if (count == 0) ExpireIn(_point.Current.IdleMs);
                count += received;
                continue;
            }
            if (received == Received.Blocked)
            {
                Stash(_worker.Scratch.AsSpan(Worker.HeadRoom, count));
                Watch();
            }
            else
            {
                Close();
            }
            return false;
        }
    }

    /// <summary>RFC 9112, section 2.2: empty lines before a request are passed over, a few of them.</summary>
    private int SkipEmptyLines(int count)
    {
        var bytes = _worker.Scratch.AsSpan(Worker.HeadRoom, count);
        var skipped = 0;
        while (skipped < 8 && bytes[skipped..] is [(byte)'\r', (byte)'\n', ..]) skipped += 2;
        if (skipped > 0) bytes[skipped..].CopyTo(bytes);
        return skipped;
    }

    private void Take(int count)
    {
        var (head, listener) = (_worker.Request, _point.Current);
        var exchange = _exchange = _worker.Rent();
        exchange.Begin(this, listener);
        exchange.Record.ReceivedBytes = head.Length;
        (exchange.IsHead, exchange.Upgrades) = (head.IsHead, head.Upgrades);
        if (listener.AccessLog is not null) exchange.Text.Take(head, listener);
        _isVersion10 = head.IsVersion10;
        _state = State.Waiting;
        _keepsAlive = false;
        ExpireIn(listener.IdleMs);
        if (Routing.Refuses(head, listener) is not 0 and var refusal)
        {
            Answer(refusal, null, head.Refusal == 0 ? head : null);
            return;
        }
        _keepsAlive = head.KeepsAlive && !_point.IsClosed && !IsOld;
        if (head.Reason != ClassificationReason.None && Desync.ClosesAfter(listener.Desync, Desync.ClassOf(head.Reason))) (_keepsAlive, exchange.IsOnce) = (false, true);
        exchange.IsIdempotent = IsIdempotent(head.Method);
        (_framing, _left, _chunks) = (head.Framing, head.ContentLength, default);
        var bodyFrom = Worker.HeadRoom + head.Length;
        var body = TakeBody(_worker.Scratch.AsSpan(bodyFrom, count - head.Length), out var ends);
        if (body < 0)
        {
            _keepsAlive = false;
            Answer(400, null, head);
            return;
        }
        exchange.Record.ReceivedBytes += body;
        _state = ends ? State.Waiting : State.Body;
        Stash(_worker.Scratch.AsSpan(bodyFrom + body, count - head.Length - body));
        Route(exchange, head, listener, bodyFrom, body, ends);
    }

    private void Route(Exchange exchange, RequestHead head, ServedListener listener, int bodyFrom, int body, bool ends)
    {
        var decision = Routing.Decide(_worker, head, exchange, listener, Client);
        if (decision.Errand is { } errand)
        {
            Watch();
            exchange.Wait(errand, _worker.Scratch.AsSpan(bodyFrom - head.Length, head.Length + body), ends);
            return;
        }
        if (decision.Status != 0 || decision.Action is null)
        {
            Answer(decision.Status, decision.Action, head);
            return;
        }
        var length = Routing.WriteHead(_worker, head, listener, decision.Action, ClientText(), _client.Port, Secured?.Lines, exchange);
        if (length == 0)
        {
            Answer(500, null, head);
            return;
        }
        _worker.Scratch.AsSpan(bodyFrom, body).CopyTo(_worker.Out.AsSpan(length));
        Watch();
        exchange.Send(decision.Chosen, _worker.Out.AsSpan(0, length + body), ends);
        if (_state == State.Body && MayRead) Loop.Defer(this);
    }

    internal static bool IsIdempotent(ReadOnlySpan<byte> method) => method.Length switch
    {
        3 => method.SequenceEqual("GET"u8) || method.SequenceEqual("PUT"u8),
        4 => method.SequenceEqual("HEAD"u8),
        6 => method.SequenceEqual("DELETE"u8),
        7 => method.SequenceEqual("OPTIONS"u8),
        _ => false,
    };

    /// <summary>How many of the bytes belong to the body; -1 where they are none.</summary>
    private int TakeBody(ReadOnlySpan<byte> bytes, out bool ends)
    {
        ends = true;
        switch (_framing)
        {
            case Framing.Length:
                var taken = (int)Math.Min(bytes.Length, _left);
                _left -= taken;
                ends = _left == 0;
                return taken;
            case Framing.Chunked:
                var length = _chunks.Take(bytes, stopsAtData: false, out _, out _);
                ends = _chunks.IsDone;
                return length;
            default:
                return 0;
        }
    }

    /// <summary>More of the body, as fast as the target takes it.</summary>
    private void ReadBody()
    {
        for (var reads = 0; reads < ReadsInOneGo; reads++)
        {
            if (IsClosed || _state != State.Body || _exchange is not { IsBlocked: false } exchange) return;
            var count = Receive(_worker.Scratch.AsSpan(Worker.HeadRoom, Worker.ReadSize));
            if (count == Received.Blocked) return;
            if (count <= 0)
            {
                ClientLeft();
                return;
            }
            ExpireIn(_point.Current.IdleMs);
            var bytes = _worker.Scratch.AsSpan(Worker.HeadRoom, count);
            var taken = TakeBody(bytes, out var ends);
            if (taken < 0)
            {
                RefuseBody(exchange);
                return;
            }
            exchange.Record.ReceivedBytes += taken;
            if (ends) _state = State.Waiting;
            Stash(bytes[taken..]);
            exchange.SendBody(bytes[..taken], ends);
        }
        Loop.Defer(this);
    }

    private void ReadTunnel()
    {
        for (var reads = 0; reads < ReadsInOneGo; reads++)
        {
            if (IsClosed || _exchange is not { IsBlocked: false } exchange) return;
            var count = Receive(_worker.Scratch.AsSpan(Worker.HeadRoom, Worker.ReadSize));
            if (count == Received.Blocked) return;
            if (count <= 0)
            {
                ClientLeft();
                return;
            }
            ExpireIn(_point.Current.IdleMs);
            exchange.Record.ReceivedBytes += count;
            exchange.SendBody(_worker.Scratch.AsSpan(Worker.HeadRoom, count), ends: false);
        }
        Loop.Defer(this);
    }

    private byte[] ClientText() => _clientText ??= Encoding.ASCII.GetBytes(new IPAddress(_client.Bytes).ToString());

    private void Stash(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return;
        _stash = ArrayPool<byte>.Shared.Rent(bytes.Length);
        bytes.CopyTo(_stash);
        _stashed = bytes.Length;
    }

    private void DropStash()
    {
        if (_stash is not null) ArrayPool<byte>.Shared.Return(_stash);
        (_stash, _stashed) = (null, 0);
    }
}
