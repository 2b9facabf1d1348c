using Haneul.Daemon;

namespace Haneul.Flows;

/// <summary>Somebody who watches: flows that fit the filter, until he goes.</summary>
internal sealed class Watcher(Func<FlowView, bool> isWanted, IDisposable watching, Action<Watcher> gone) : IStreamed
{
    private readonly EventStream<FlowView> events = new("watching", "flow");

    public string ContentType => EventStream<FlowView>.ContentType;

    /// <summary>Takes a flow, or counts it as lost.</summary>
    public void Offer(FlowView flow)
    {
        if (isWanted(flow)) events.Offer(flow);
    }

    public void Lose(long count) => events.Lose(count);

    public Task WriteAsync(Stream to, CancellationToken cancel) => events.WriteAsync(to, cancel);

    public void Dispose()
    {
        if (!events.End()) return;
        gone(this);
        watching.Dispose();
    }
}
