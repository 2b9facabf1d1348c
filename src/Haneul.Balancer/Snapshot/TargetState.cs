using Haneul.Model;

namespace Haneul.Balancer;

/// <summary>What is known of a registration over all snapshots: how many requests are with it, and how it did.</summary>
internal sealed class TargetState(Id<TargetRegistration> id)
{
    private int _outstanding;
    private long _answers;
    private long _failures;

    public Id<TargetRegistration> Id => id;

    /// <summary>Requests that are with it now.</summary>
    public int Outstanding => Volatile.Read(ref _outstanding);

    public long Answers => Volatile.Read(ref _answers);

    public long Failures => Volatile.Read(ref _failures);

    public void Began() => Interlocked.Increment(ref _outstanding);

    public void Ended() => Interlocked.Decrement(ref _outstanding);

    public void Answered(int status)
    {
        if (status >= 500) Interlocked.Increment(ref _failures);
        else Interlocked.Increment(ref _answers);
    }

    public void Failed() => Interlocked.Increment(ref _failures);
}
