using System.Buffers.Binary;
using System.Net;
using System.Text;
using Haneul.Io;
using Haneul.Model;

namespace Haneul.Balancer.Http2;

/// <summary>A client's connection of HTTP/2. What its streams say in one turn of the loop leaves in one send at the turn's end.</summary>
internal sealed class Http2Front : Connection, IHttp2Streams
{
    private const int ReadsInOneGo = 16;

    /// <summary>What is gathered before it is sent in the middle of a turn: large bodies leave while they are in the processor's cache.</summary>
    private const int GatheredLimit = 64 * 1024;

    private readonly KernelAddress _client;
    private readonly long _bornMs;
    private byte[]? _clientText;
    private ClientLog? _log;
    private LeftOver _leftOver;
    private bool _isGathering;
    private bool _mustRead;
    private bool _wasFull;
    private bool _isLost;

    /// <param name="worker">Of its loop.</param>
    /// <param name="point">Where it was accepted.</param>
    /// <param name="client">Whose it is.</param>
    /// <param name="bornMs">When it was accepted.</param>
    public Http2Front(Worker worker, ListeningPoint point, in KernelAddress client, long bornMs)
        : base(worker.Loop, -1)
    {
        (Worker, Point, _client, _bornMs) = (worker, point, client, bornMs);
        Http2 = new Http2Connection(this, isServer: true, Http2Limits.Default, worker.Loop.NowMs);
        point.Current.Counts.Opened();
        AssumeReadable();
    }

    public Worker Worker { get; }

    public ListeningPoint Point { get; }

    public Http2Connection Http2 { get; }

    public required SecureFacts? Secured { get; init; }

    /// <summary>As the connection log has it; null: there is none.</summary>
    public byte[]? TraceId { get; init; }

    /// <summary>Streams have to wait until the client takes what was sent.</summary>
    public bool IsFull => _wasFull |= HasPending;

    public int ClientPort => _client.Port;

    public byte[] ClientText => _clientText ??= Encoding.ASCII.GetBytes(new IPAddress(_client.Bytes).ToString());

    /// <summary>Of its requests.</summary>
    public ClientLog Log => _log ??= new ClientLog(ClientText, ClientPort, Secured, isHttp2: true, TraceId);

    public Ip Client => _client.Bytes is { Length: 4 } four ? Ip.V4(BinaryPrimitives.ReadUInt32BigEndian(four)) : new Ip(BinaryPrimitives.ReadUInt128BigEndian(_client.Bytes), true);

    public void Start()
    {
        ExpireIn(Point.Current.IdleMs);
        Gather();
        Read();
    }

    /// <summary>What was put to <see cref="Http2Connection.Out"/> is sent at the end of this turn, or now where it is much.</summary>
    public void Gather()
    {
        if (IsClosed) return;
        if (Http2.Out.Length >= GatheredLimit && !HasPending) SendGathered();
        _isGathering = true;
        Loop.Defer(this);
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
        var frames = Worker.Frames;
        for (var reads = 0; reads < ReadsInOneGo; reads++)
        {
            // A client that does not take what it asked for is not asked for more.
            if (IsClosed || HasPending) return;
            _leftOver.CopyTo(frames);
            var count = Receive(frames.AsSpan(_leftOver.Length));
            if (count == Received.Blocked)
            {
                Watch();
                return;
            }
            if (count <= 0)
            {
                Leave();
                return;
            }
            ExpireIn(Point.Current.IdleMs);
            Take(frames.AsSpan(0, _leftOver.Length + count));
        }
        _mustRead = true;
        Loop.Defer(this);
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        if (Point.IsClosed || Loop.NowMs - _bornMs > Point.Current.KeepAliveMs) Http2.GoAway();
        _leftOver.Keep(bytes[Http2.Receive(bytes, Loop.NowMs)..]);
        if (Http2.Out.Length > 0) Gather();
    }

    /// <summary>False where it is closed afterwards.</summary>
    private bool Flush()
    {
        _isGathering = false;
        SendGathered();
        if (_isLost)
        {
            Leave();
            return false;
        }
        if (Http2.IsBroken || Http2.IsClosing && Http2.StreamCount == 0)
        {
            End();
            return false;
        }
        if (!HasPending) WakeStreams();
        return !IsClosed;
    }

    /// <summary>That the client is gone is told at the turn's end: whoever gathers is in the middle of its own work.</summary>
    private void SendGathered()
    {
        if (Http2.Out.Length == 0) return;
        _isLost |= !Send(Http2.Out.Bytes);
        Http2.Out.Clear();
        // An answer that goes on is not idle, though the client says nothing.
        if (!HasPending) ExpireIn(Point.Current.IdleMs);
    }

    private void WakeStreams()
    {
        if (!_wasFull) return;
        _wasFull = false;
        foreach (var stream in Http2.Streams.OfType<Http2Exchange>().ToArray()) stream.FrontDrained();
    }

    protected override void OnDrained()
    {
        ExpireIn(Point.Current.IdleMs);
        if (Http2.IsBroken || Http2.IsClosing && Http2.StreamCount == 0)
        {
            End();
            return;
        }
        WakeStreams();
        if (!IsClosed && MayRead) Read();
    }

    protected override void OnBroken(int code) => Leave();

    protected override void Expired()
    {
        if (HasPending)
        {
            Leave(reset: true);
            return;
        }
        foreach (var stream in Http2.Streams.OfType<Http2Exchange>().Where(s => !s.IsRemoteEnded).ToArray()) stream.RefuseSlowBody();
        if (Http2.StreamCount == 0) Http2.GoAway();
        ExpireIn(Point.Current.IdleMs);
        Gather();
    }

    /// <summary>All has been said.</summary>
    private void End()
    {
        if (HasPending) return;
        EndSending();
        Leave();
    }

    /// <summary>The client is gone.</summary>
    private void Leave(bool reset = false)
    {
        if (IsClosed) return;
        foreach (var stream in Http2.Streams.OfType<Http2Exchange>().ToArray()) stream.Left();
        Point.Current.Counts.Closed();
        _leftOver.Drop();
        Disconnect(reset);
    }

    Http2Stream IHttp2Streams.Opened() => new Http2Exchange(this);

    void IHttp2Streams.Head(Http2Stream stream, FieldList fields, bool ends) => ((Http2Exchange)stream).Begin(fields, ends);

    void IHttp2Streams.Trailers(Http2Stream stream, FieldList fields) => ((Http2Exchange)stream).TakeTrailers(fields);

    void IHttp2Streams.Data(Http2Stream stream, ReadOnlySpan<byte> bytes, bool ends) => ((Http2Exchange)stream).Take(bytes, ends);

    void IHttp2Streams.Reset(Http2Stream stream, Http2Error error) => ((Http2Exchange)stream).Left();

    void IHttp2Streams.Writable(Http2Stream stream) => ((Http2Exchange)stream).GoOn();
}
