using Haneul.Balancing;
using Haneul.Daemon;

namespace Haneul.Flows;

/// <summary>Somebody who watches: flows, and changes of targets' health, that fit the filter, until he goes.</summary>
/// <param name="filter">As it was written.</param>
/// <param name="health">Follows targets.</param>
/// <param name="watch">Has what passes counted.</param>
/// <param name="gone">Told at the end.</param>
internal sealed class Watcher(string? filter, HealthFollow health, Func<IDisposable> watch, Action<Watcher> gone) : IStreamed
{
    private readonly EventStream<object> events = new("watching", static e => e is FlowView ? "flow" : "health");
    private readonly Func<FlowView, bool> isWanted = FlowFilter.Read(filter);
    private readonly Func<HealthChange, bool> isWantedHealth = HealthFilter.Read(filter);
    private readonly IDisposable watching = watch();

    public string ContentType => EventStream<object>.ContentType;

    /// <summary>Takes a flow, or counts it as lost.</summary>
    public void Offer(FlowView flow)
    {
        if (isWanted(flow)) events.Offer(flow);
    }

    public void Lose(long count) => events.Lose(count);

    public async Task WriteAsync(Stream to, CancellationToken cancel)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var following = health.RunAsync(Offer, end.Token);
        try
        {
            await events.WriteAsync(to, cancel);
        }
        finally
        {
            await end.CancelAsync();
            await following;
        }
    }

    public void Dispose()
    {
        if (!events.End()) return;
        gone(this);
        health.Dispose();
        watching.Dispose();
    }

    private void Offer(HealthChange change)
    {
        if (isWantedHealth(change)) events.Offer(change);
    }
}
