using Haneul.Daemon;

namespace Haneul.Sockets;

/// <summary>Socket calls of a host as they are made, until whoever follows goes or the host ends. No program of the host ever waits for him.</summary>
internal sealed class SocketFollow : IStreamed
{
    private readonly EventStream<SocketCall> events = new("following", "call");
    private readonly HostTracer tracer;

    private SocketFollow(int hostPid)
    {
        tracer = new HostTracer(hostPid, events.Offer);
        tracer.Ended.ContinueWith(_ => events.End(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    public string ContentType => EventStream<SocketCall>.ContentType;

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

    public Task WriteAsync(Stream to, CancellationToken cancel) => events.WriteAsync(to, cancel);

    public void Dispose() => tracer.Dispose();
}
