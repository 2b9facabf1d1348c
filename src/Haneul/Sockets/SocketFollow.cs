using System.Text.Json;
using System.Threading.Channels;
using Haneul.Daemon;

namespace Haneul.Sockets;

/// <summary>Socket calls of a host as they are made, as server-sent events, until whoever follows goes or the host ends. One who reads slowly loses calls, and is told how many: no program of the host ever waits for him.</summary>
internal sealed class SocketFollow : IStreamed
{
    private const int LongestQueue = 4096;

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);
    private static readonly JsonSerializerOptions OneLine = new(Output.Json.Options) { WriteIndented = false };

    private readonly Channel<SocketCall> queue = Channel.CreateBounded<SocketCall>(new BoundedChannelOptions(LongestQueue) { SingleReader = true });
    private readonly HostTracer tracer;
    private long lost;

    private SocketFollow(int hostPid)
    {
        tracer = new HostTracer(hostPid, Offer);
        tracer.Ended.ContinueWith(_ => queue.Writer.TryComplete(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    public string ContentType => "text/event-stream";

    /// <summary>When it answers, all that runs in the host is traced.</summary>
    public static async Task<SocketFollow> OpenAsync(int hostPid, CancellationToken cancel)
    {
        var follow = new SocketFollow(hostPid);
        try
        {
            await follow.tracer.Holds.WaitAsync(cancel);
            return follow;
        }
        catch
        {
            follow.Dispose();
            throw;
        }
    }

    public async Task WriteAsync(Stream to, CancellationToken cancel)
    {
        await using var writer = new StreamWriter(to, leaveOpen: true) { AutoFlush = false };
        await writer.WriteAsync(": following\n\n".AsMemory(), cancel);
        await writer.FlushAsync(cancel);
        while (await WaitAsync(cancel))
        {
            var isSilent = true;
            for (; queue.Reader.TryRead(out var call); isSilent = false) await WriteAsync(writer, "call", JsonSerializer.Serialize(call, OneLine), cancel);
            if (Interlocked.Exchange(ref lost, 0) is not 0 and var count) await WriteAsync(writer, "lost", JsonSerializer.Serialize(new LostCalls(count), OneLine), cancel);
            else if (isSilent) await writer.WriteAsync(":\n\n".AsMemory(), cancel);
            await writer.FlushAsync(cancel);
        }
    }

    public void Dispose() => tracer.Dispose();

    private void Offer(SocketCall call)
    {
        if (!queue.Writer.TryWrite(call)) Interlocked.Increment(ref lost);
    }

    /// <summary>Until there is something to say, or it is time for a sign of life; false at the end.</summary>
    private async Task<bool> WaitAsync(CancellationToken cancel)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        silence.CancelAfter(Silence);
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

/// <summary>Calls that whoever follows was not told.</summary>
internal sealed record LostCalls(long Lost);
