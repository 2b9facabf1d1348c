namespace Haneul.Balancer;

/// <summary>What passed through a balancer to one target group (or was answered by the balancer itself), counted by all loops.</summary>
internal sealed class BalancerCounts(string balancerArn, string? groupArn)
{
    private long _requests;
    private long _bytes;
    private long _errors;
    private int _active;

    public void Opened() => Interlocked.Increment(ref _active);

    public void Closed() => Interlocked.Decrement(ref _active);

    public void Count(long bytes, bool isError)
    {
        Interlocked.Increment(ref _requests);
        Interlocked.Add(ref _bytes, bytes);
        if (isError) Interlocked.Increment(ref _errors);
    }

    /// <summary>What came since the last time; null where nothing did.</summary>
    public SeenCount? Take()
    {
        var requests = Interlocked.Exchange(ref _requests, 0);
        var seen = new SeenCount(balancerArn, groupArn, requests, Interlocked.Exchange(ref _bytes, 0), Interlocked.Exchange(ref _errors, 0)) { Active = Volatile.Read(ref _active) };
        return requests == 0 && seen.Active == 0 ? null : seen;
    }
}
