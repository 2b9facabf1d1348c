using System.ComponentModel;
using System.Net.Sockets;
using Haneul.Io;
using Haneul.Io.Tls;

namespace Haneul.Balancer.Http2;

/// <summary>
/// A connection of HTTP/2 to a target: by TLS where h2 was agreed upon (ALPN), else with prior knowledge (RFC 9113, section 3.3). Requests go when the target's settings have come, so that it gets no more of them
/// than it takes, and one that speaks something else gets none. What streams say in one turn of the loop leaves in one send at the turn's end.
/// </summary>
internal sealed class Http2Target(Worker worker, TargetRoute route, Http2Pool pool) : Connection(worker.Loop, -1), IHttp2Streams
{
    /// <summary>At once, also where the target takes more: then there are more connections.</summary>
    public const int MostStreams = 128;

    private const int ReadsInOneGo = 16;

    /// <summary>What is gathered in one turn; streams wait beyond it.</summary>
    private const int GatheredLimit = 256 * 1024;

    private static readonly Http2Limits Limits = new() { HeadSize = ResponseHead.Limit, BlockSize = ResponseHead.Limit + 8 * 1024 };

    private readonly List<Http2Call> _waiting = [];
    private Http2Connection? _http2;
    private TlsLayer? _layer;
    private LeftOver _leftOver;
    private bool _isConnected;
    private bool _isReady;
    private bool _isGathering;
    private bool _mustRead;
    private bool _wasFull;
    private bool _cannotSend;
    private bool _isGone;
    private long _heardMs;
    private long _usedMs;
    private long _dueMs = long.MaxValue;

    public Worker Worker => worker;

    public bool IsTls => route.Tls is not null;

    public Http2Connection Http2 => _http2 ??= new Http2Connection(this, isServer: false, Limits, worker.Loop.NowMs);

    /// <summary>Another request may go on it.</summary>
    public bool TakesMore => !_isGone && Http2.MayOpen && Http2.StreamCount + _waiting.Count < (_isReady ? MostStreams : pool.Streams);

    /// <summary>Streams have to wait until the target takes what was sent.</summary>
    public bool IsFull => _wasFull |= HasPending || Http2.Out.Length > GatheredLimit;

    public void Open()
    {
        try
        {
            var handle = worker.Sockets.Open(route.Space, route.Address.IsV6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork, SocketType.Stream);
            if (route.Tls is { } tls) Use(_layer = TlsLayer.Connect(this, tls, worker.Outbox));
            Connect(handle, route.From, route.Address);
        }
        catch (Exception failed) when (failed is Win32Exception or SocketException or IOException or TlsException)
        {
            // Told in a later turn like every other failure, so that who began the request is not in the middle of it.
            Loop.Post(() => Lost(TargetFailure.Unreachable));
            return;
        }
        ExpireIn(Worker.ConnectTimeoutMs);
    }

    public Http2Call Begin(Exchange exchange, ReadOnlySpan<byte> head, bool isWhole)
    {
        var call = new Http2Call(this, exchange, isWhole, _isReady);
        if (_isReady)
        {
            call.Start(head);
            ExpireAt(call.DueMs);
        }
        else
        {
            call.Hold(head);
            _waiting.Add(call);
        }
        return call;
    }

    /// <summary>One that waited and is not wanted any more.</summary>
    public void Forget(Http2Call call) => _waiting.Remove(call);

    /// <summary>A stream has ended: a connection that has none for a while is left.</summary>
    public void Ended()
    {
        if (IsClosed) return;
        Gather();
        _usedMs = Loop.NowMs;
        if (_isReady) ExpireAt(_usedMs + Worker.DefaultIdleMs);
    }

    /// <summary>Takes nothing new, and ends with the last of its streams.</summary>
    public void Retire()
    {
        pool.Remove(this);
        Http2.GoAway();
        Gather();
    }

    /// <summary>What was put to <see cref="Http2Connection.Out"/> is sent at the end of this turn.</summary>
    public void Gather()
    {
        if (IsClosed) return;
        _isGathering = true;
        Loop.Defer(this);
    }

    protected override void OnConnected()
    {
        // RFC 9113, section 3.2: over TLS, HTTP/2 is spoken where it was agreed upon.
        if (_layer is { } layer && !layer.Session.AgreedProtocol.SequenceEqual("h2"u8))
        {
            Lost(TargetFailure.HandshakeFailed);
            return;
        }
        _isConnected = true;
        ExpireIn(Worker.ConnectTimeoutMs);
        Gather();
    }

    protected override void OnReadable() => Read();

    protected override void Resume()
    {
        if (_isGathering && !Flush()) return;
        if (!_mustRead) return;
        _mustRead = false;
        Read();
    }

    private void Read()
    {
        var frames = worker.Frames;
        for (var reads = 0; reads < ReadsInOneGo; reads++)
        {
            if (IsClosed) return;
            _leftOver.CopyTo(frames);
            var count = Receive(frames.AsSpan(_leftOver.Length));
            if (count == Received.Blocked)
            {
                if (_cannotSend) Lost(TargetFailure.Reset);
                return;
            }
            if (count <= 0)
            {
                Lost(count == Received.End ? TargetFailure.Closed : TargetFailure.Reset);
                return;
            }
            _heardMs = Loop.NowMs;
            Take(frames.AsSpan(0, _leftOver.Length + count));
        }
        _mustRead = true;
        Loop.Defer(this);
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        _leftOver.Keep(bytes[Http2.Receive(bytes, Loop.NowMs)..]);
        if (!_isReady && Http2.IsReady && !Http2.IsBroken) StartWaiting();
        if (Http2.Out.Length > 0 || Http2.IsClosing) Gather();
    }

    private void StartWaiting()
    {
        _isReady = true;
        pool.Streams = Math.Min(MostStreams, Http2.PeerStreams);
        var waiting = _waiting.ToArray();
        _waiting.Clear();
        _usedMs = Loop.NowMs;
        ExpireAt(_usedMs + Worker.DefaultIdleMs);
        foreach (var call in waiting)
        {
            if (!TakesMore)
            {
                call.Refused();
                continue;
            }
            call.Start();
            ExpireAt(call.DueMs);
        }
    }

    /// <summary>False where it is closed afterwards.</summary>
    private bool Flush()
    {
        // What was gathered before goes when the handshake is done.
        if (!_isConnected) return true;
        _isGathering = false;
        if (Http2.Out.Length > 0 && !_cannotSend) _cannotSend = !Send(Http2.Out.Bytes);
        Http2.Out.Clear();
        if (Http2.IsBroken || Http2.IsClosing && Http2.StreamCount + _waiting.Count == 0)
        {
            if (!HasPending) Lost(TargetFailure.Malformed);
            return !IsClosed;
        }
        // What the target said before it went is read first.
        if (_cannotSend) _mustRead = true;
        else if (!HasPending) WakeStreams();
        return !IsClosed;
    }

    private void WakeStreams()
    {
        if (!_wasFull) return;
        _wasFull = false;
        foreach (var call in Http2.Streams.OfType<Http2Call>().ToArray()) call.Drained();
    }

    protected override void OnDrained()
    {
        if (Http2.IsClosing) Gather();
        WakeStreams();
    }

    protected override void OnBroken(int code)
    {
        if (code == 0)
        {
            _cannotSend = true;
            Read();
            return;
        }
        Lost(code switch
        {
            Refused => TargetFailure.Refused,
            TimedOut => TargetFailure.ConnectTimeout,
            HandshakeFailed => TargetFailure.HandshakeFailed,
            _ => TargetFailure.Unreachable,
        });
    }

    protected override void Expired()
    {
        _dueMs = long.MaxValue;
        if (!_isReady)
        {
            Lost(IsConnecting ? TargetFailure.ConnectTimeout : TargetFailure.HandshakeFailed);
            return;
        }
        if (Http2.StreamCount == 0 && Http2.IsClosing)
        {
            // The goodbye is not taken.
            Lost(TargetFailure.Timeout);
            return;
        }
        if (Http2.StreamCount == 0 && Loop.NowMs - _usedMs >= Worker.DefaultIdleMs)
        {
            Retire();
            ExpireAt(Loop.NowMs + Worker.ConnectTimeoutMs);
            return;
        }
        foreach (var call in Http2.Streams.OfType<Http2Call>().Where(c => c.DueMs <= Loop.NowMs).ToArray())
        {
            // Who has heard nothing since then may be speaking to nobody.
            var isDeaf = _heardMs < call.MovedMs;
            if (call.TryExpire() && isDeaf) Retire();
        }
        if (!IsClosed) ExpireAt(Http2.Streams.OfType<Http2Call>().Select(c => c.DueMs).DefaultIfEmpty(_usedMs + Worker.DefaultIdleMs).Min());
    }

    /// <summary>The first of what is due counts; streams that moved meanwhile are asked again then.</summary>
    private void ExpireAt(long dueMs)
    {
        if (dueMs >= _dueMs) return;
        _dueMs = dueMs;
        ExpireIn(Math.Max(0, dueMs - Loop.NowMs));
    }

    /// <summary>The connection is over, and what is left on it has failed.</summary>
    private void Lost(TargetFailure failure)
    {
        if (_isGone) return;
        _isGone = true;
        pool.Remove(this);
        _leftOver.Drop();
        Disconnect();
        Http2Call[] left = [.. Http2.Streams.OfType<Http2Call>(), .. _waiting];
        _waiting.Clear();
        foreach (var call in left) call.Lost(failure);
    }

    Http2Stream IHttp2Streams.Opened() => throw new InvalidOperationException("targets open no streams: they were told that nothing may be pushed");

    void IHttp2Streams.Head(Http2Stream stream, FieldList fields, bool ends) => ((Http2Call)stream).Take(fields, ends);

    void IHttp2Streams.Trailers(Http2Stream stream, FieldList fields) => ((Http2Call)stream).TakeTrailers(fields);

    void IHttp2Streams.Data(Http2Stream stream, ReadOnlySpan<byte> bytes, bool ends) => ((Http2Call)stream).Take(bytes, ends);

    void IHttp2Streams.Reset(Http2Stream stream, Http2Error error) => ((Http2Call)stream).Closed(error);

    void IHttp2Streams.Writable(Http2Stream stream) => ((Http2Call)stream).GoOn();
}
