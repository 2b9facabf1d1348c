using Haneul.Model;

namespace Haneul.Daemon;

/// <summary>Forgets what ended long enough ago (<see cref="IFading"/>), once a minute.</summary>
internal sealed class Sweeper : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private readonly Ledger ledger;
    private readonly TimeProvider time;
    private readonly ITimer timer;

    public Sweeper(Ledger ledger, TimeProvider time)
    {
        (this.ledger, this.time) = (ledger, time);
        timer = time.CreateTimer(_ => Sweep(), null, Every, Every);
    }

    public ValueTask DisposeAsync() => timer.DisposeAsync();

    private void Sweep()
    {
        var now = time.GetUtcNow();
        var world = ledger.Current;
        foreach (var place in world.Places)
        {
            foreach (var row in world[place].Rows)
            {
                // What fails is logged by the ledger, and tried again a minute later.
                if (row is IFading { ForgottenAt: { } at } && at <= now) _ = ledger.ReportAsync(new Forget(place, row), CancellationToken.None);
            }
        }
    }
}
