using Haneul.Io;
using Haneul.Io.Tls;
using Haneul.Model;

namespace Haneul.Balancer;

/// <summary>What one loop needs to serve: its buffers, its kept connections, its listening sockets. Only the loop's thread touches it.</summary>
internal sealed class Worker
{
    /// <summary>AWS's: a target that has not taken a connection by then is answered for with 504.</summary>
    public const long ConnectTimeoutMs = 10_000;

    public const long DefaultIdleMs = 60_000;

    /// <summary>Room in front of what is read, for a head that grows.</summary>
    public const int HeadRoom = 8 * 1024;

    /// <summary>So much is read at once.</summary>
    public const int ReadSize = 128 * 1024;

    private readonly Stack<Exchange> _free = new();
    private Exchange? _newest;
    private byte[]? _frames;
    private OidcKeys? _oidc;

    public Worker(int index, ISocketSource sockets, TimeProvider time)
    {
        (Index, Sockets) = (index, sockets);
        Loop = new Loop($"balancer {index}", time);
        Answers = new OwnAnswers(Loop);
    }

    /// <summary>Which of the loops it is.</summary>
    public int Index { get; }

    public Loop Loop { get; }

    public ISocketSource Sockets { get; }

    /// <summary>What sessions of TLS want to send.</summary>
    public TlsOutbox Outbox { get; } = new();

    /// <summary>What was read last.</summary>
    public byte[] Scratch { get; } = GC.AllocateUninitializedArray<byte>(HeadRoom + ReadSize + RequestParser.HeadLimit + RequestParser.LineLimit, pinned: true);

    /// <summary>What was read last of a connection of HTTP/2, while its requests are made in the scratch.</summary>
    public byte[] Frames => _frames ??= GC.AllocateUninitializedArray<byte>(ReadSize, pinned: true);

    /// <summary>What is sent next: a head made anew, with the bytes that follow it.</summary>
    public byte[] Out { get; } = GC.AllocateUninitializedArray<byte>(4 * RequestParser.HeadLimit + ReadSize, pinned: true);

    public RequestHead Request { get; } = new();

    /// <summary>Of a request whose head has been overwritten: all that is known is that it was HEAD.</summary>
    public RequestHead HeadOnly { get; } = new() { IsHead = true };

    public ResponseHead Response { get; } = new();

    public TraceIds TraceIds { get; } = new();

    public OwnAnswers Answers { get; }

    /// <summary>What requests wait for.</summary>
    public required Errands Errands { get; init; }

    /// <summary>For sessions of users; made when the first one comes.</summary>
    public OidcKeys Oidc => _oidc ??= OidcKeys.Of(System.Text.Encoding.UTF8.GetBytes(Secret));

    public Stickiness Sticky { get; private set; } = new(new CookieSeal([]));

    /// <summary>Lines of Set-Cookie for the answer that is written now.</summary>
    public byte[] CookieLines { get; } = new byte[4 * (Stickiness.LongestCookie + 16)];

    private string Secret { get; set; } = "";

    /// <summary>What cookies are sealed with from now on.</summary>
    public void UseSecret(string secret)
    {
        if (secret == Secret) return;
        (Secret, _oidc) = (secret, null);
        Sticky = new Stickiness(new CookieSeal(System.Text.Encoding.UTF8.GetBytes(secret)));
    }

    /// <summary>That network balancers pass on.</summary>
    public HashSet<IPassedStream> Streams { get; } = [];

    /// <summary>By where they listen.</summary>
    public Dictionary<ListenKey, ListeningPoint> Points { get; } = [];

    /// <summary>Puts what is kept in front, and answers where more of it is read to.</summary>
    public Span<byte> ReadRoom(byte[]? kept, int count)
    {
        kept.AsSpan(0, count).CopyTo(Scratch.AsSpan(HeadRoom));
        return Scratch.AsSpan(HeadRoom + count, ReadSize);
    }

    public Exchange Rent() => _free.TryPop(out var free) ? free : new Exchange(this);

    public void Return(Exchange exchange)
    {
        if (_free.Count < 4096) _free.Push(exchange);
    }

    /// <summary>It is with a target from now on.</summary>
    public void Began(Exchange exchange)
    {
        (exchange.Older, exchange.Newer) = (_newest, null);
        if (_newest is not null) _newest.Newer = exchange;
        _newest = exchange;
    }

    /// <summary>It is with no target any more.</summary>
    public void Left(Exchange exchange)
    {
        if (exchange.Newer is { } newer) newer.Older = exchange.Older;
        else _newest = exchange.Older;
        if (exchange.Older is { } older) older.Newer = exchange.Newer;
        (exchange.Older, exchange.Newer) = (null, null);
    }

    /// <summary>The time of these targets is over: what is still with them is ended.</summary>
    public void End(IReadOnlySet<Id<TargetRegistration>> targets)
    {
        if (targets.Count == 0) return;
        var all = new List<Exchange>();
        for (var exchange = _newest; exchange is not null; exchange = exchange.Older) all.Add(exchange);
        // The end of one may be that of others: they are with no target then, or with another one.
        foreach (var exchange in all.Where(e => e.Target is { } target && targets.Contains(target.State.Id))) exchange.EndOfDelay();
    }

    /// <summary>A request has ended, well or not.</summary>
    public void Recorded(Exchange exchange)
    {
        var record = exchange.Record;
        var counts = exchange.Pool?.Counts ?? exchange.Listener?.Counts;
        counts?.Count(record.ReceivedBytes + record.SentBytes, record.Status >= 500);
    }
}
