using System.Net;
using Haneul.Io;

namespace Haneul.Balancer;

/// <summary>What a stream needs of the listener that it came by.</summary>
internal interface IStreamRoute
{
    /// <summary>Where streams are read into; the loop's, used by one at a time.</summary>
    byte[] Buffer { get; }

    /// <summary>After so long without a byte a stream is reset. https://docs.aws.amazon.com/elasticloadbalancing/latest/network/network-load-balancers.html#connection-idle-timeout</summary>
    long IdleMs { get; }

    /// <summary>Begins to connect to a target; false where there is nobody.</summary>
    bool Reach(StreamRelay relay, StreamEnd target);

    /// <summary>It is over; whether a target was ever reached.</summary>
    void Ended(StreamRelay relay, bool reached);
}

/// <summary>
/// A client's connection that a network balancer passes on byte by byte, because something of it must be touched: TLS ended or begun, the PROXY protocol's header put before it. Both connections live on one loop.
/// </summary>
internal sealed class StreamRelay
{
    /// <summary>A target that does not answer for so long is given up.</summary>
    private const long ConnectMs = 10_000;

    private readonly IStreamRoute route;
    private readonly StreamEnd client;
    private readonly StreamEnd target;
    private bool isOver;
    private bool reached;

    public StreamRelay(Loop loop, int descriptor, IPEndPoint from, IPEndPoint at, IStreamRoute route)
    {
        this.route = route;
        (From, At) = (from, at);
        client = new StreamEnd(loop, descriptor, this);
        target = new StreamEnd(loop, this);
        (client.Other, target.Other) = (target, client);
    }

    /// <summary>The client.</summary>
    public IPEndPoint From { get; }

    /// <summary>Where it came to.</summary>
    public IPEndPoint At { get; }

    /// <summary>From the client.</summary>
    public long ReceivedBytes { get; private set; }

    /// <summary>To the client.</summary>
    public long SentBytes { get; private set; }

    public byte[] Buffer => route.Buffer;

    public Connection ClientConnection => client;

    public Connection TargetConnection => target;

    /// <param name="session">TLS with the client; null: none.</param>
    public void Start(ISession? session)
    {
        client.WaitFor(session is null ? route.IdleMs : ConnectMs);
        client.Accept(session);
    }

    /// <summary>The client is ready: a target is looked for. The target is ready: bytes may pass.</summary>
    public void Ready(StreamEnd end)
    {
        if (end == client)
        {
            client.WaitFor(route.IdleMs);
            if (!route.Reach(this, target)) End(reset: true);
            else if (!isOver) target.WaitFor(ConnectMs);
            return;
        }
        reached = true;
        target.WaitFor(route.IdleMs);
        client.Pump();
        if (!isOver) target.Pump();
    }

    /// <summary>One of the ends has received so much.</summary>
    public void Passed(StreamEnd from, int count)
    {
        if (from == client) ReceivedBytes += count;
        else SentBytes += count;
        client.WaitFor(route.IdleMs);
        target.WaitFor(route.IdleMs);
    }

    /// <summary>Nothing passed for too long, or the target could not be reached in time.</summary>
    public void Idle(StreamEnd end) => End(reset: true);

    public void Broken(StreamEnd end, int code) => End(reset: true);

    /// <summary>Ends both; resets tell that the stream is not whole.</summary>
    public void End(bool reset)
    {
        if (isOver) return;
        isOver = true;
        client.Close(reset);
        target.Close(reset);
        route.Ended(this, reached);
    }
}
