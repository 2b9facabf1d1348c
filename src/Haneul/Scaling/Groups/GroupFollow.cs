using System.Threading.Channels;
using Haneul.Daemon;
using Haneul.Model;

namespace Haneul.Scaling.Groups;

/// <summary>
/// Tells one listener how groups change, as server-sent events: looks whenever something changed that concerns them, and once a second for what is measured. What comes and goes between two looks is left out; nothing that stays is.
/// </summary>
internal sealed class GroupFollow : IStreamed
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly EventStream<GroupChange> events = new("following", "change");
    private readonly Channel<bool> wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Ledger ledger;
    private readonly TimeProvider time;
    private readonly Func<World, DateTimeOffset, GroupsReport> look;
    private readonly ITimer timer;
    private GroupsReport seen;

    /// <param name="ledger">Publishes worlds.</param>
    /// <param name="time">The time.</param>
    /// <param name="look">What there is to be seen of a world.</param>
    public GroupFollow(Ledger ledger, TimeProvider time, Func<World, DateTimeOffset, GroupsReport> look)
    {
        (this.ledger, this.time, this.look) = (ledger, time, look);
        ledger.Published += OnPublished;
        seen = look(ledger.Current, time.GetUtcNow());
        timer = time.CreateTimer(_ => wake.Writer.TryWrite(true), null, Every, Every);
    }

    public string ContentType => EventStream<GroupChange>.ContentType;

    public async Task WriteAsync(Stream to, CancellationToken cancel)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var looking = LookAsync(end.Token);
        try
        {
            await events.WriteAsync(to, cancel);
        }
        finally
        {
            await end.CancelAsync();
            await looking;
        }
    }

    public void Dispose()
    {
        ledger.Published -= OnPublished;
        timer.Dispose();
        events.End();
    }

    private void OnPublished(World world, IReadOnlyCollection<Change> changes)
    {
        if (changes.Any(c => Concerns(c.Kind))) wake.Writer.TryWrite(true);
    }

    private static bool Concerns(Kind kind) =>
        kind == ScalingGroup.Kind || kind == ScalingInstance.Kind || kind == ScalingPolicy.Kind || kind == ScalingActivity.Kind || kind == MetricAlarm.Kind || kind == TargetRegistration.Kind;

    private async Task LookAsync(CancellationToken cancel)
    {
        try
        {
            await foreach (var _ in wake.Reader.ReadAllAsync(cancel))
            {
                var now = time.GetUtcNow();
                var next = look(ledger.Current, now);
                foreach (var change in GroupChanges.Between(seen, next, now)) events.Offer(change);
                seen = next;
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Whoever listened has gone.
        }
        finally
        {
            events.End();
        }
    }
}
