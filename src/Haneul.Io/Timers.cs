namespace Haneul.Io;

/// <summary>
/// A wheel of timers: moving a timer further away only writes a number, and the entry is put elsewhere when its slot comes by. A turn of the wheel is 64 seconds; what is due later goes round again.
/// </summary>
internal sealed class Timers
{
    private const int SlotMs = 500;
    private const int Slots = 128;
    private readonly Channel?[] _first = new Channel?[Slots];
    private long _turn;

    public void Start(long nowMs) => _turn = nowMs / SlotMs;

    public void Set(Channel channel, long dueMs)
    {
        channel.DueMs = dueMs;
        var turn = SlotOf(dueMs);
        if (channel.Slot >= 0)
        {
            // Its slot comes by before it is due: it is looked at again then.
            if (Distance(channel.Slot) <= turn - _turn) return;
            Remove(channel);
        }
        Insert(channel, (int)(turn % Slots));
    }

    public void Remove(Channel channel)
    {
        if (channel.Slot < 0) return;
        if (channel.Sooner is { } before) before.Later = channel.Later;
        else _first[channel.Slot] = channel.Later;
        if (channel.Later is { } after) after.Sooner = channel.Sooner;
        channel.Later = channel.Sooner = null;
        channel.Slot = -1;
    }

    /// <summary>Fires what is due. At most one turn of the wheel.</summary>
    public void Advance(long nowMs)
    {
        var until = nowMs / SlotMs;
        if (until - _turn > Slots) _turn = until - Slots;
        while (_turn < until)
        {
            _turn++;
            var slot = (int)(_turn % Slots);
            // Entries that are put back go to the heads of other slots; the slot is emptied first.
            while (_first[slot] is { } channel)
            {
                Remove(channel);
                if (channel.DueMs == long.MaxValue) continue;
                if (channel.DueMs > nowMs) Insert(channel, (int)(Math.Max(SlotOf(channel.DueMs), _turn + 1) % Slots));
                else Fire(channel);
            }
        }
    }

    private static void Fire(Channel channel)
    {
        channel.DueMs = long.MaxValue;
        if (!channel.IsClosed) channel.Expired();
    }

    /// <summary>The turn whose slot is looked at when that time is over, at most one round away.</summary>
    private long SlotOf(long dueMs) => Math.Clamp(dueMs / SlotMs + 1, _turn + 1, _turn + Slots - 1);

    private long Distance(int slot)
    {
        var distance = slot - _turn % Slots;
        return distance <= 0 ? distance + Slots : distance;
    }

    private void Insert(Channel channel, int slot)
    {
        channel.Slot = slot;
        channel.Sooner = null;
        channel.Later = _first[slot];
        if (_first[slot] is { } first) first.Sooner = channel;
        _first[slot] = channel;
    }
}
