using Haneul.Io.Tls;

namespace Haneul.Tests.Tls;

/// <summary>Records that lie in memory: what one end's outbox held is given to the other.</summary>
internal sealed class MemorySource : ITlsSource
{
    private readonly List<byte> waiting = [];

    public bool IsEnded { get; set; }

    /// <summary>How much is handed out at once at most; a segment's end falls anywhere.</summary>
    public int Most { get; set; } = int.MaxValue;

    public void Give(ReadOnlySpan<byte> bytes) => waiting.AddRange(bytes);

    public int ReceiveRecords(Span<byte> into)
    {
        var count = Math.Min(Math.Min(into.Length, Most), waiting.Count);
        if (count == 0) return IsEnded ? 0 : -1;
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(waiting)[..count].CopyTo(into);
        waiting.RemoveRange(0, count);
        return count;
    }
}
