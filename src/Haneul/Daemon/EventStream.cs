using System.Text.Json;
using System.Threading.Channels;
using Haneul.Output;

namespace Haneul.Daemon;

/// <summary>
/// What happens, told to one listener as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html). Nobody waits for a slow one: what finds the queue full is lost, and how much that was is told.
/// </summary>
/// <param name="doing">Told at the begin, as a comment: that somebody listens now.</param>
/// <param name="kindOf">The name of an event.</param>
internal sealed class EventStream<T>(string doing, Func<T, string> kindOf)
{
    public EventStream(string doing, string kind)
        : this(doing, _ => kind)
    {
    }

    /// <summary>Events that wait for a slow reader.</summary>
    public const int LongestQueue = 4096;

    public const string ContentType = "text/event-stream";

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    /// <summary>As everywhere, but on one line.</summary>
    private static readonly JsonSerializerOptions OneLine = new(Json.Options) { WriteIndented = false };

    private readonly Channel<T> queue = Channel.CreateBounded<T>(new BoundedChannelOptions(LongestQueue) { SingleReader = true });
    private long lost;

    /// <summary>Takes an event, or counts it as lost.</summary>
    public void Offer(T happened)
    {
        if (!queue.Writer.TryWrite(happened)) Lose(1);
    }

    public void Lose(long count) => Interlocked.Add(ref lost, count);

    /// <summary>No more comes; false where that was said before.</summary>
    public bool End() => queue.Writer.TryComplete();

    /// <summary>Until the end, or until it is cancelled.</summary>
    public async Task WriteAsync(Stream to, CancellationToken cancel)
    {
        await using var writer = new StreamWriter(to, leaveOpen: true) { AutoFlush = false };
        await writer.WriteAsync($": {doing}\n\n".AsMemory(), cancel);
        await writer.FlushAsync(cancel);
        while (await WaitAsync(cancel))
        {
            var isSilent = true;
            for (; queue.Reader.TryRead(out var happened); isSilent = false) await WriteAsync(writer, kindOf(happened), happened, cancel);
            if (Interlocked.Exchange(ref lost, 0) is not 0 and var count) await WriteAsync(writer, "lost", new EventLoss(count), cancel);
            else if (isSilent) await writer.WriteAsync(":\n\n".AsMemory(), cancel);
            await writer.FlushAsync(cancel);
        }
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

    private static Task WriteAsync<TEvent>(StreamWriter writer, string name, TEvent content, CancellationToken cancel) =>
        writer.WriteAsync($"event: {name}\ndata: {JsonSerializer.Serialize(content, OneLine)}\n\n".AsMemory(), cancel);
}

/// <summary>Events that the listener was not told.</summary>
internal sealed record EventLoss(long Lost);
