using System.Buffers.Binary;

namespace Haneul.Balancer.Http2;

/// <summary>
/// One end of a connection of HTTP/2, without a socket: bytes in, what they mean out to <see cref="IHttp2Streams"/>, and what is to be sent gathered in <see cref="Out"/>.
/// RFC 9113. This part knows the streams and takes frames apart; the others handle each kind, and send.
/// </summary>
internal sealed partial class Http2Connection
{
    private const int DefaultWindow = 65_535;
    private const int MostRemembered = 64;

    private readonly IHttp2Streams user;
    private readonly bool isServer;
    private readonly Http2Limits limits;
    private readonly HpackDecoder decoder;
    private readonly FieldList fields = new();
    private readonly Dictionary<int, Http2Stream> streams = [];
    private readonly FloodGuard guard;

    // Streams that were reset here: what the peer sent before it knew is not held against it.
    private readonly int[] resetHere = new int[MostRemembered];
    private int resets;
    private long nowMs;
    private bool hasPreface;
    private bool hasSettings;
    private bool hasTable;

    // Some of a body, either way, since the last PING.
    private bool hasMoved;
    private int lastOpened;
    private int nextId = 1;
    private long sendWindow = DefaultWindow;
    private int receiveWindow = DefaultWindow;
    private int unreturned;
    private int peerInitialWindow = DefaultWindow;
    private int peerFrameLength = FrameHeader.DefaultLength;

    /// <param name="user">Is told what comes.</param>
    /// <param name="isServer">The peer opens the streams.</param>
    /// <param name="limits">What the peer may do.</param>
    /// <param name="nowMs">Any clock.</param>
    public Http2Connection(IHttp2Streams user, bool isServer, Http2Limits limits, long nowMs)
    {
        (this.user, this.isServer, this.limits, this.nowMs) = (user, isServer, limits, nowMs);
        decoder = new HpackDecoder(limits.TableSize, limits.HeadSize);
        guard = new FloodGuard(nowMs);
        hasPreface = !isServer;
        if (!isServer) Out.AddRaw(Preface);
        SendSettings();
    }

    /// <summary>What a client says first: section 3.4.</summary>
    public static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    /// <summary>What is to be sent; who sends it clears it.</summary>
    public FrameBuffer Out { get; } = new();

    /// <summary>Nothing more is read: what is in <see cref="Out"/> is sent, and the connection closed.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Why it broke.</summary>
    public Http2Error Error { get; private set; }

    /// <summary>No new streams: one end has said that it goes.</summary>
    public bool IsClosing { get; private set; }

    public int StreamCount => streams.Count;

    public IReadOnlyCollection<Http2Stream> Streams => streams.Values;

    /// <summary>How many streams the peer allows at once.</summary>
    public int PeerStreams { get; private set; } = int.MaxValue;

    /// <summary>A client may open another stream: the peer takes it, and there is a number left for it (section 5.1.1).</summary>
    public bool MayOpen => !IsClosing && !IsBroken && streams.Count < PeerStreams && nextId > 0;

    /// <summary>The peer's settings have come.</summary>
    public bool IsReady => hasSettings;

    /// <summary>Takes whole frames.</summary>
    /// <returns>How many bytes were taken; the rest is to be given again with what follows it.</returns>
    public int Receive(ReadOnlySpan<byte> bytes, long now)
    {
        nowMs = now;
        var taken = 0;
        if (!hasPreface)
        {
            var count = Math.Min(bytes.Length, Preface.Length);
            if (!bytes[..count].SequenceEqual(Preface[..count])) Break(Http2Error.Protocol);
            if (count < Preface.Length || IsBroken) return 0;
            hasPreface = true;
            taken = count;
        }
        while (!IsBroken && bytes.Length - taken >= FrameHeader.Size)
        {
            var header = FrameHeader.Read(bytes[taken..]);
            if (header.Length > FrameHeader.DefaultLength)
            {
                Break(Http2Error.FrameSize);
                break;
            }
            if (bytes.Length - taken - FrameHeader.Size < header.Length) break;
            Take(header, bytes.Slice(taken + FrameHeader.Size, header.Length));
            taken += FrameHeader.Size + header.Length;
        }
        return taken;
    }

    /// <summary>Ends the connection: GOAWAY, and every stream is over.</summary>
    public void Break(Http2Error error)
    {
        if (IsBroken) return;
        (IsBroken, IsClosing, Error) = (true, true, error);
        SendGoAway(error);
        foreach (var stream in streams.Values.ToArray()) Close(stream, error);
    }

    /// <summary>Says that no further streams are taken; those that are there go on to their end.</summary>
    public void GoAway()
    {
        if (IsClosing) return;
        IsClosing = true;
        SendGoAway(Http2Error.None);
    }

    /// <summary>A client opens a stream; false where no more may be opened now.</summary>
    public bool TryOpen(Http2Stream stream)
    {
        if (!MayOpen) return false;
        Add(stream, nextId);
        nextId += 2;
        // Servers that answer before they have read all reset the stream besides: what they cost is ours to ask for.
        guard.RequestEnded();
        return true;
    }

    private void Add(Http2Stream stream, int id)
    {
        (stream.Id, stream.SendWindow, stream.ReceiveWindow, stream.ToldLength) = (id, peerInitialWindow, limits.StreamWindow, -1);
        streams.Add(id, stream);
    }

    /// <summary>Over before its end.</summary>
    private void Close(Http2Stream stream, Http2Error error)
    {
        if (!Forget(stream)) return;
        user.Reset(stream, error);
    }

    private bool Forget(Http2Stream stream)
    {
        if (stream.IsClosed) return false;
        stream.IsClosed = true;
        return streams.Remove(stream.Id);
    }

    private void EndIfOver(Http2Stream stream)
    {
        if (!stream.IsLocalEnded || !stream.IsRemoteEnded) return;
        if (Forget(stream)) guard.RequestEnded();
    }

    /// <summary>Something that costs us and brings the peer nothing; false where that was too much.</summary>
    private bool Spend()
    {
        if (guard.TrySpend(nowMs)) return true;
        Break(Http2Error.EnhanceYourCalm);
        return false;
    }

    /// <summary>The peer did wrong on one stream: section 5.4.2.</summary>
    private void ResetFor(Http2Stream? stream, int id, Http2Error error)
    {
        if (!Spend()) return;
        SendReset(id, error);
        if (stream is not null) Close(stream, error);
    }

    private void Remember(int id) => resetHere[resets++ % MostRemembered] = id;

    private bool WasResetHere(int id) => resetHere.AsSpan().Contains(id);

    /// <summary>A stream that has never been: section 5.1.1.</summary>
    private bool IsIdle(int id) => isServer == ((id & 1) == 1) ? id > lastOpened : isServer || id >= nextId;

    private void Take(FrameHeader header, ReadOnlySpan<byte> bytes)
    {
        if (!hasSettings && (header.Type != FrameType.Settings || header.Has(FrameFlags.Ack)))
        {
            Break(Http2Error.Protocol);
            return;
        }
        if (blockStream != 0 && (header.Type != FrameType.Continuation || header.Stream != blockStream))
        {
            Break(Http2Error.Protocol);
            return;
        }
        switch (header.Type)
        {
            case FrameType.Data: TakeData(header, bytes); break;
            case FrameType.Headers: TakeHeaders(header, bytes); break;
            case FrameType.Priority: TakePriority(header, bytes); break;
            case FrameType.ResetStream: TakeReset(header, bytes); break;
            case FrameType.Settings: TakeSettings(header, bytes); break;
            case FrameType.PushPromise: Break(Http2Error.Protocol); break;
            case FrameType.Ping: TakePing(header, bytes); break;
            case FrameType.GoAway: TakeGoAway(header, bytes); break;
            case FrameType.WindowUpdate: TakeWindow(header, bytes); break;
            case FrameType.Continuation: TakeContinuation(header, bytes); break;
            // Kinds that are unknown mean nothing: section 4.1.
            default: Spend(); break;
        }
    }

    private static int Number(ReadOnlySpan<byte> bytes) => (int)(BinaryPrimitives.ReadUInt32BigEndian(bytes) & 0x7fff_ffff);
}
