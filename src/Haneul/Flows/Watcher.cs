using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Channels;
using Haneul.Daemon;

namespace Haneul.Flows;

/// <summary>Somebody who watches: flows that fit the filter, as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html), until he goes.</summary>
internal sealed class Watcher(Func<FlowView, bool> isWanted, IDisposable watching, Action<Watcher> gone) : IStreamed
{
    /// <summary>Flows that wait for a slow reader.</summary>
    public const int LongestQueue = 4096;

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    /// <summary>As everywhere, but on one line.</summary>
    private static readonly JsonSerializerOptions OneLine = new(Output.Json.Options) { WriteIndented = false };

    private readonly Channel<FlowView> queue = Channel.CreateBounded<FlowView>(new BoundedChannelOptions(LongestQueue) { SingleReader = true });
    private long lost;

    public string ContentType => "text/event-stream";

    /// <summary>Takes a flow, or counts it as lost.</summary>
    public void Offer(FlowView flow)
    {
        if (isWanted(flow) && !queue.Writer.TryWrite(flow)) Lose(1);
    }

    public void Lose(long count) => Interlocked.Add(ref lost, count);

    public async Task WriteAsync(Stream to, CancellationToken cancel)
    {
        await using var writer = new StreamWriter(to, leaveOpen: true) { AutoFlush = false };
        await writer.WriteAsync(": watching\n\n".AsMemory(), cancel);
        await writer.FlushAsync(cancel);
        while (await WaitAsync(cancel))
        {
            var isSilent = true;
            for (; queue.Reader.TryRead(out var flow); isSilent = false) await WriteAsync(writer, "flow", JsonSerializer.Serialize(flow, OneLine), cancel);
            if (Interlocked.Exchange(ref lost, 0) is not 0 and var count) await WriteAsync(writer, "lost", JsonSerializer.Serialize(new WatchLoss(count), OneLine), cancel);
            else if (isSilent) await writer.WriteAsync(":\n\n".AsMemory(), cancel);
            await writer.FlushAsync(cancel);
        }
    }

    public void Dispose()
    {
        if (!queue.Writer.TryComplete()) return;
        gone(this);
        watching.Dispose();
    }

    /// <summary>Until there is something to say, or it is time for a sign of life; false at the end.</summary>
    private async Task<bool> WaitAsync(CancellationToken cancel)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        silence.CancelAfter(Interlocked.Read(ref lost) > 0 ? TimeSpan.FromMilliseconds(1) : Silence);
        try
        {
            return await queue.Reader.WaitToReadAsync(silence.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return true;
        }
    }

    private static async Task WriteAsync(StreamWriter writer, string kind, string json, CancellationToken cancel) =>
        await writer.WriteAsync($"event: {kind}\ndata: {json}\n\n".AsMemory(), cancel);
}

/// <summary>Flows that a watcher was not told.</summary>
internal sealed record WatchLoss([property: JsonPropertyName("lost")] long Lost);
