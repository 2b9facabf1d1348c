using Haneul.Model;

namespace Haneul.Balancer;

/// <summary>How many requests are with a registration, of all loops and nodes and over all snapshots: draining ends when there are none.</summary>
internal sealed class TargetState(Id<TargetRegistration> id)
{
    private int _outstanding;

    public Id<TargetRegistration> Id => id;

    public int Outstanding => Volatile.Read(ref _outstanding);

    public void Began() => Interlocked.Increment(ref _outstanding);

    public void Ended() => Interlocked.Decrement(ref _outstanding);
}
