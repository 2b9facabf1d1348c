namespace Haneul.Balancer.Http2;

/// <summary>The fields that one end of HPACK has learned from the other, the newest first: RFC 7541, section 2.3.2. Their bytes lie in one array that is filled from its beginning and moved down when it is full.</summary>
internal sealed class DynamicTable
{
    /// <summary>What a field counts besides its bytes: section 4.1.</summary>
    public const int Overhead = 32;

    private readonly int limit;
    private byte[] bytes = [];
    private Entry[] entries = [];
    private int first;
    private int used;

    /// <param name="limit">What it may ever hold.</param>
    public DynamicTable(int limit) => this.limit = Capacity = limit;

    private struct Entry
    {
        public int From;
        public int NameLength;
        public int ValueLength;

        public readonly int Size => NameLength + ValueLength + Overhead;
    }

    /// <summary>Fields that it holds.</summary>
    public int Count { get; private set; }

    public int Size { get; private set; }

    /// <summary>What it may hold now: at most what was settled.</summary>
    public int Capacity { get; private set; }

    /// <summary>False where more is asked for than was settled: section 6.3.</summary>
    public bool TryResize(int capacity)
    {
        if (capacity > limit) return false;
        Capacity = capacity;
        Evict(0);
        return true;
    }

    /// <summary>Counted from 1, the newest.</summary>
    public ReadOnlySpan<byte> Name(int index) => bytes.AsSpan(At(index).From, At(index).NameLength);

    public ReadOnlySpan<byte> Value(int index) => bytes.AsSpan(At(index).From + At(index).NameLength, At(index).ValueLength);

    /// <summary>A field that is larger than the table empties it: section 4.4.</summary>
    public void Add(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> value)
    {
        var size = name.Length + value.Length + Overhead;
        Evict(size);
        if (size > Capacity) return;
        Reserve(name.Length + value.Length);
        ref var entry = ref entries[(first + Count) % entries.Length];
        entry = new Entry { From = used, NameLength = name.Length, ValueLength = value.Length };
        name.CopyTo(bytes.AsSpan(used));
        value.CopyTo(bytes.AsSpan(used + name.Length));
        used += name.Length + value.Length;
        Count++;
        Size += size;
    }

    private ref Entry At(int index) => ref entries[(first + Count - index) % entries.Length];

    private void Evict(int coming)
    {
        while (Count > 0 && Size + coming > Capacity)
        {
            Size -= entries[first].Size;
            first = (first + 1) % entries.Length;
            Count--;
        }
        if (Count == 0) used = 0;
    }

    // Most connections never learn much: room is made when it is needed.
    private void Reserve(int more)
    {
        if (entries.Length == 0) entries = new Entry[limit / Overhead + 1];
        if (used + more <= bytes.Length) return;
        var kept = Size - Count * Overhead;
        var target = bytes;
        if (2 * (kept + more) > bytes.Length) target = new byte[Math.Min(2 * limit, Math.Max(512, 4 * (kept + more)))];
        var from = Count == 0 ? 0 : entries[first].From;
        bytes.AsSpan(from, Count == 0 ? 0 : kept).CopyTo(target);
        for (var i = 0; i < Count; i++) entries[(first + i) % entries.Length].From -= from;
        (bytes, used) = (target, kept);
    }
}
