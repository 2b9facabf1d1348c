using System.Buffers;
using System.Threading.Channels;
using Haneul.Daemon;
using Haneul.Kernel;

namespace Haneul.Captures;

/// <summary>When a capture ends, and how much of each packet is kept.</summary>
/// <param name="MostPackets">Then it ends; 0: never.</param>
/// <param name="Longest">Then it ends; null: never.</param>
/// <param name="SnapLength">Bytes.</param>
internal sealed record CaptureBounds(long MostPackets, TimeSpan? Longest, int SnapLength);

/// <summary>Devices that are listened to. What they hear is written as pcapng by a thread of its own; a reader that is too slow makes the kernel lose packets, which the statistics at the end tell.</summary>
/// <param name="taps">What is listened to, in the order of the interfaces in the file.</param>
/// <param name="test">Which packets are wanted.</param>
/// <param name="bounds">When it ends, and how much of each packet is kept.</param>
/// <param name="told">Ends it in order: what was heard is written, and what was lost.</param>
/// <param name="ended">Called when it has ended.</param>
internal sealed class Capture(IReadOnlyList<(CapturePoint Point, PacketTap Tap)> taps, PacketTest test, CaptureBounds bounds, CancellationToken told, Action ended) : IStreamed
{
    private const int MostBatches = 64, BatchBytes = 256 * 1024, LongestFrame = 256 * 1024, MostAtOnce = 512;

    private static readonly TimeSpan Waiting = TimeSpan.FromMilliseconds(100);

    private readonly byte[] frame = new byte[LongestFrame];

    /// <summary>IANA media type of pcapng as Wireshark's project asks for it.</summary>
    public string ContentType => "application/x-pcapng";

    public async Task WriteAsync(Stream to, CancellationToken cancel)
    {
        var batches = Channel.CreateBounded<ReadOnlyMemory<byte>>(new BoundedChannelOptions(MostBatches) { SingleReader = true, SingleWriter = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel, told);
        if (bounds.Longest is { } time) stop.CancelAfter(time);
        var listening = Task.Factory.StartNew(() => Listen(batches.Writer, stop.Token, cancel), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            await foreach (var batch in batches.Reader.ReadAllAsync(cancel))
            {
                await to.WriteAsync(batch, cancel);
                await to.FlushAsync(cancel);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await listening;
        }
    }

    public void Dispose()
    {
        foreach (var (_, tap) in taps) tap.Dispose();
        ended();
    }

    private void Listen(ChannelWriter<ReadOnlyMemory<byte>> batches, CancellationToken stop, CancellationToken gone)
    {
        try
        {
            var lost = new ulong[taps.Count];
            var batch = new ArrayBufferWriter<byte>(BatchBytes);
            Pcapng.WriteHeader(batch, "Haneul");
            foreach (var (point, _) in taps) Pcapng.WriteInterface(batch, point.Name, point.Description);
            Hand(ref batch, batches, gone);
            var all = taps.Select(t => t.Tap).ToList();
            var heard = new List<Heard>();
            var left = bounds.MostPackets > 0 ? bounds.MostPackets : long.MaxValue;
            while (left > 0)
            {
                var isLast = stop.IsCancellationRequested;
                if (!isLast) PacketTap.Wait(all, Waiting);
                // What came before this moment lies in the buffers already: it can be put in order.
                var until = isLast ? long.MaxValue : Now();
                for (var i = 0; i < taps.Count; i++) lost[i] += Hear(i, heard);
                left -= Write(heard, until, left, batch);
                if (batch.WrittenCount > 0) Hand(ref batch, batches, gone);
                if (isLast) break;
            }
            for (var i = 0; i < taps.Count; i++) Pcapng.WriteStatistics(batch, i, Now(), lost[i]);
            Hand(ref batch, batches, gone);
            batches.TryComplete();
        }
        catch (Exception e) when (e is KernelException or OperationCanceledException)
        {
            batches.TryComplete(e is KernelException ? e : null);
        }
    }

    private static long Now() => (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;

    /// <summary>Reads what a device heard, as much as the others can wait for; answers how many packets it lost.</summary>
    private uint Hear(int device, List<Heard> heard)
    {
        var tap = taps[device].Tap;
        for (var n = 0; n < MostAtOnce && tap.TryRead(frame, out var packet); n++)
        {
            var kept = frame.AsSpan(0, packet.Length);
            if (test(PacketView.Of(kept))) heard.Add(new Heard(device, packet, kept[..Math.Min(packet.Length, bounds.SnapLength)].ToArray()));
        }
        return tap.Lost();
    }

    /// <summary>Writes what was heard until then in the order of time, and takes it out; answers how many that were.</summary>
    private static int Write(List<Heard> heard, long until, long most, ArrayBufferWriter<byte> batch)
    {
        heard.Sort((one, other) => one.Packet.Nanoseconds.CompareTo(other.Packet.Nanoseconds));
        var ripe = heard.FindIndex(h => h.Packet.Nanoseconds > until);
        var count = (int)Math.Min(most, ripe < 0 ? heard.Count : ripe);
        foreach (var (device, packet, kept) in heard.Take(count)) Pcapng.WritePacket(batch, device, packet.Nanoseconds, kept, packet.FullLength, packet.IsSent);
        heard.RemoveRange(0, count);
        return count;
    }

    private sealed record Heard(int Device, TappedPacket Packet, byte[] Frame);

    /// <summary>Waits where the reader is behind: the kernel counts what is lost meanwhile.</summary>
    private static void Hand(ref ArrayBufferWriter<byte> batch, ChannelWriter<ReadOnlyMemory<byte>> batches, CancellationToken gone)
    {
        batches.WriteAsync(batch.WrittenMemory, gone).AsTask().GetAwaiter().GetResult();
        batch = new ArrayBufferWriter<byte>(BatchBytes);
    }
}
