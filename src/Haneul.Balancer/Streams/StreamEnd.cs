using System.Diagnostics;
using System.Net.Sockets;
using Haneul.Io;

namespace Haneul.Balancer;

/// <summary>
/// One of the two connections of a relayed stream: what it receives goes to the other, as fast as that one takes it, and so does the end of its side. When one breaks, the other is reset.
/// </summary>
internal sealed class StreamEnd : Connection
{
    private readonly StreamRelay relay;
    private bool hasEnded;
    private bool hasPassedEnd;

    /// <summary>The client's, which was accepted.</summary>
    public StreamEnd(Loop loop, int descriptor, StreamRelay relay) : base(loop, descriptor) => this.relay = relay;

    /// <summary>The target's, to be connected.</summary>
    public StreamEnd(Loop loop, StreamRelay relay) : base(loop, -1) => this.relay = relay;

    public StreamEnd? Other { get; set; }

    /// <summary>Its own side is open for what the other one receives.</summary>
    public bool IsReady { get; private set; }

    /// <summary>Begins: a session's handshake first, where there is one.</summary>
    public void Accept(ISession? session)
    {
        if (session is not null) Use(session);
        AssumeReadable();
        Watch();
        if (session is null) OnConnected();
        else Ready(CanRead);
    }

    /// <param name="handle">A socket in the node's namespace.</param>
    /// <param name="from">The node's address, or the client's.</param>
    /// <param name="to">The target's.</param>
    /// <param name="header">Sent before anything else, and before a handshake.</param>
    /// <param name="session">Between the header and the bytes; null: none.</param>
    /// <param name="borrows">It is the client's address.</param>
    public void Reach(SafeSocketHandle handle, in KernelAddress from, in KernelAddress to, ReadOnlySpan<byte> header, ISession? session, bool borrows = false)
    {
        if (session is not null) Use(session);
        Connect(handle, from, to, borrows);
        SendRaw(header);
    }

    /// <summary>Passes on what came, until the other one takes no more; then it waits for <see cref="OnDrained"/> of that one.</summary>
    public void Pump()
    {
        if (Other is not { IsReady: true } other || !IsReady) return;
        // Others of the loop have their turn after so many.
        for (var i = 0; i < 16; i++)
        {
            if (IsClosed || hasEnded || other.HasPending || other.IsClosed) return;
            var count = Receive(relay.Buffer);
            switch (count)
            {
                case Received.Blocked:
                    return;
                case Received.Broken:
                    relay.End(reset: true);
                    return;
                case Received.End:
                    hasEnded = true;
                    PassEnd();
                    return;
            }
            relay.Passed(this, count);
            if (other.Send(relay.Buffer.AsSpan(0, count))) continue;
            relay.End(reset: true);
            return;
        }
        Loop.Defer(this);
    }

    public void Close(bool reset) => Disconnect(reset);

    /// <summary>After so long without a byte either way.</summary>
    public void WaitFor(long milliseconds) => ExpireIn(milliseconds);

    protected override void Expired() => relay.Idle(this);

    protected override void Resume() => Pump();

    protected override void OnReadable() => Pump();

    protected override void OnDrained()
    {
        // What waited for this side goes on, and the end comes after the last byte.
        if (Other is not { } other) return;
        if (other.hasEnded) other.PassEnd();
        else other.Pump();
    }

    protected override void OnConnected()
    {
        IsReady = true;
        relay.Ready(this);
    }

    protected override void OnBroken(int code) => relay.Broken(this, code);

    private void PassEnd()
    {
        Debug.Assert(hasEnded, "the end is passed on once it was read");
        if (Other is not { } other || other.HasPending || hasPassedEnd) return;
        hasPassedEnd = true;
        if (other.hasPassedEnd) relay.End(reset: false);
        else other.EndSending();
    }
}
