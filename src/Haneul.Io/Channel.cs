namespace Haneul.Io;

/// <summary>Something with a file descriptor that a loop watches, and a time at which it is looked at again. It belongs to one loop and is touched on that loop's thread only.</summary>
public abstract class Channel
{
    /// <summary>EPOLLIN</summary>
    protected const uint CanRead = 0x1;

    /// <summary>EPOLLOUT</summary>
    protected const uint CanWrite = 0x4;

    /// <summary>EPOLLERR | EPOLLHUP</summary>
    protected const uint IsBroken = 0x8 | 0x10;

    /// <summary>EPOLLRDHUP: the peer sends no more.</summary>
    protected const uint PeerEnded = 0x2000;

    protected Channel(Loop loop) => Loop = loop;

    public Loop Loop { get; }

    /// <summary>-1 when it is closed.</summary>
    internal int Descriptor { get; private protected set; } = -1;

    /// <summary>Tells the events of this channel from those of an earlier one with the same descriptor.</summary>
    internal uint Generation { get; set; }

    internal bool IsWatched { get; set; }

    public bool IsClosed => Descriptor < 0;

    // The wheel of timers of the loop (Timers) links its entries through these.
    internal Channel? Later { get; set; }
    internal Channel? Sooner { get; set; }
    internal int Slot { get; set; } = -1;
    internal long DueMs { get; set; } = long.MaxValue;

    /// <summary>What epoll_wait(2) found.</summary>
    protected internal abstract void Ready(uint events);

    /// <summary>The time that was set by <see cref="ExpireIn"/> is over.</summary>
    protected internal virtual void Expired()
    {
    }

    /// <summary>Called at the end of the turn in which <see cref="Loop.Defer"/> asked for it.</summary>
    protected internal virtual void Resume()
    {
    }

    internal bool IsDeferred { get; set; }

    /// <summary>Sets the one timer; cheap enough to be moved with every request. It fires up to half a second late.</summary>
    protected void ExpireIn(long milliseconds) => Loop.Timers.Set(this, Loop.NowMs + milliseconds);

    protected void ExpireNever() => DueMs = long.MaxValue;

    /// <summary>Its loop has ended.</summary>
    internal void CloseAtEnd() => CloseDescriptor();

    /// <summary>Gives the descriptor back to the kernel, which forgets that it was watched.</summary>
    protected void CloseDescriptor()
    {
        if (Descriptor < 0) return;
        Loop.Forget(this);
        _ = Calls.Close(Descriptor);
        Descriptor = -1;
    }
}
