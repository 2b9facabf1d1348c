using System.Collections.Concurrent;
using System.ComponentModel;

namespace Haneul.Io;

/// <summary>
/// One thread that waits for its descriptors with edge-triggered epoll(7) and calls their channels. Nothing that it calls may wait. Other threads hand it work by <see cref="Post"/>.
/// </summary>
public sealed unsafe class Loop : IDisposable
{
    private const int BatchSize = 512;
    private const int LongestWaitMs = 250;
    private const ulong WakeMark = ulong.MaxValue;
    private const int Add = 1;
    private const uint EdgeTriggered = 0x8000_0000;

    private readonly int _epoll;
    private readonly int _wake;
    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly Lock _gate = new();
    private readonly Thread _thread;
    private readonly TimeProvider _time;
    private readonly long _epoch;
    private Channel?[] _channels = new Channel?[256];
    private Channel[] _deferred = new Channel[64];
    private int _deferredCount;
    private uint _generation;
    private volatile bool _ends;
    private bool _isClosed;

    public Loop(string name, TimeProvider time)
    {
        _time = time;
        _epoch = time.GetTimestamp();
        _epoll = Calls.EpollCreate(Calls.CloseOnExec);
        _wake = Calls.EventDescriptor(0, Calls.CloseOnExec | Calls.NonBlocking);
        if (_epoll < 0 || _wake < 0) throw new Win32Exception();
        EpollEvent wake = new() { Events = 1 | EdgeTriggered, Data = WakeMark };
        if (Calls.EpollControl(_epoll, Add, _wake, &wake) != 0) throw new Win32Exception();
        Tick();
        Timers.Start(NowMs);
        _thread = new Thread(Run) { Name = name, IsBackground = true };
    }

    internal Timers Timers { get; } = new();

    /// <summary>Milliseconds since the loop was made, as of the beginning of this turn.</summary>
    public long NowMs { get; private set; }

    /// <summary>The time of day as of the beginning of this turn.</summary>
    public DateTimeOffset Wall { get; private set; }

    /// <summary>The same in Unix milliseconds.</summary>
    public long WallMs { get; private set; }

    /// <summary>Is called once in each turn, after all that was ready: what was gathered is given out there.</summary>
    public Action? TurnEnded { get; set; }

    public bool IsMine => Thread.CurrentThread == _thread;

    public void Start() => _thread.Start();

    /// <summary>Has the loop's thread do that in its next turn; from any thread. False where the loop has ended: then nothing is done.</summary>
    public bool Post(Action work)
    {
        // The descriptor may be somebody else's as soon as it is closed here.
        lock (_gate)
        {
            if (_isClosed) return false;
            _posted.Enqueue(work);
            Wake();
            return true;
        }
    }

    /// <summary>Calls <see cref="Channel.Resume"/> once at the end of this turn: for what would call itself over and over.</summary>
    public void Defer(Channel channel)
    {
        if (channel.IsDeferred) return;
        channel.IsDeferred = true;
        if (_deferredCount == _deferred.Length) Array.Resize(ref _deferred, _deferredCount * 2);
        _deferred[_deferredCount++] = channel;
    }

    internal void Watch(Channel channel, uint events)
    {
        var descriptor = channel.Descriptor;
        if (descriptor >= _channels.Length) Array.Resize(ref _channels, Math.Max(descriptor + 1, _channels.Length * 2));
        _channels[descriptor] = channel;
        channel.Generation = ++_generation;
        channel.IsWatched = true;
        EpollEvent wanted = new() { Events = events | EdgeTriggered, Data = (uint)descriptor | (ulong)channel.Generation << 32 };
        if (Calls.EpollControl(_epoll, Add, descriptor, &wanted) != 0) throw new Win32Exception();
    }

    /// <summary>Events of the one go to the other from now on.</summary>
    internal void Replace(Channel channel, Channel by)
    {
        Timers.Remove(channel);
        (by.Generation, by.IsWatched) = (channel.Generation, channel.IsWatched);
        if (channel.IsWatched) _channels[by.Descriptor] = by;
        channel.IsWatched = false;
    }

    internal void Forget(Channel channel)
    {
        Timers.Remove(channel);
        if (!channel.IsWatched) return;
        channel.IsWatched = false;
        _channels[channel.Descriptor] = null;
    }

    private void Run()
    {
        var found = stackalloc EpollEvent[BatchSize];
        while (!_ends)
        {
            var count = Calls.EpollWait(_epoll, found, BatchSize, _deferredCount > 0 ? 0 : LongestWaitMs);
            Tick();
            for (var i = 0; i < count; i++) Dispatch(found[i].Data, found[i].Events);
            Timers.Advance(NowMs);
            ResumeDeferred();
            RunPosted();
            TurnEnded?.Invoke();
        }
    }

    private void Dispatch(ulong mark, uint events)
    {
        if (mark == WakeMark)
        {
            ulong count;
            _ = Calls.Read(_wake, &count, sizeof(ulong));
            return;
        }
        var descriptor = (int)(uint)mark;
        if (_channels[descriptor] is { } channel && channel.Generation == (uint)(mark >> 32)) channel.Ready(events);
    }

    /// <summary>Those that were put off in this turn, and not those that they put off again: they come after the next look at the kernel.</summary>
    private void ResumeDeferred()
    {
        if (_deferredCount == 0) return;
        var count = _deferredCount;
        for (var i = 0; i < count; i++)
        {
            var channel = _deferred[i];
            channel.IsDeferred = false;
            if (!channel.IsClosed) channel.Resume();
        }
        _deferredCount -= count;
        Array.Copy(_deferred, count, _deferred, 0, _deferredCount);
        Array.Clear(_deferred, _deferredCount, count);
    }

    private void RunPosted()
    {
        for (var left = _posted.Count; left > 0 && _posted.TryDequeue(out var work); left--) work();
    }

    private void Wake()
    {
        ulong one = 1;
        _ = Calls.Write(_wake, &one, sizeof(ulong));
    }

    private void Tick()
    {
        NowMs = (long)_time.GetElapsedTime(_epoch).TotalMilliseconds;
        Wall = _time.GetUtcNow();
        WallMs = Wall.ToUnixTimeMilliseconds();
    }

    /// <summary>Ends the thread, and closes what it watched. What was posted and not begun is not done.</summary>
    public void Dispose()
    {
        if (_ends) return;
        _ends = true;
        Wake();
        if (_thread.IsAlive && !IsMine) _thread.Join();
        foreach (var channel in _channels) channel?.CloseAtEnd();
        lock (_gate)
        {
            _isClosed = true;
            _posted.Clear();
            _ = Calls.Close(_wake);
            _ = Calls.Close(_epoll);
        }
    }
}
