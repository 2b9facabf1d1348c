using Haneul.Balancer;

namespace Haneul.Balancing;

/// <summary>Counts in steps of time, the newest for a quarter of an hour, by balancer and target group.</summary>
internal sealed class CountBook(TimeProvider clock) : IBalancerCounts
{
    public static readonly TimeSpan Step = TimeSpan.FromSeconds(5), Kept = TimeSpan.FromMinutes(15);

    private readonly Lock gate = new();
    private readonly Dictionary<(string Balancer, string? Group), Ring> rings = [];

    public void Add(IEnumerable<SeenCount> counts)
    {
        lock (gate)
        {
            foreach (var count in counts)
            {
                var key = (count.BalancerArn, count.GroupArn);
                if (!rings.TryGetValue(key, out var ring)) rings[key] = ring = new Ring();
                ring.Add(Now, count.Requests);
            }
        }
    }

    /// <summary>Forgets balancers that are gone.</summary>
    public void Keep(IReadOnlySet<string> balancerArns)
    {
        lock (gate)
        {
            foreach (var gone in rings.Keys.Where(k => !balancerArns.Contains(k.Balancer)).ToList()) rings.Remove(gone);
        }
    }

    public long RequestsIn(string balancerArn, string? groupArn, TimeSpan last)
    {
        lock (gate)
        {
            return rings.TryGetValue((balancerArn, groupArn), out var ring) ? ring.Sum(Now - (long)Math.Min(last / Step, Kept / Step) + 1, Now) : 0;
        }
    }

    public long RequestsBetween(string balancerArn, string? groupArn, DateTimeOffset from, DateTimeOffset to)
    {
        lock (gate)
        {
            return rings.TryGetValue((balancerArn, groupArn), out var ring) ? ring.Sum(from.UtcTicks / Step.Ticks, to.UtcTicks / Step.Ticks - 1) : 0;
        }
    }

    private long Now => clock.GetUtcNow().Ticks / Step.Ticks;

    /// <summary>A number for each step; one that is older than the ring is long is overwritten.</summary>
    private sealed class Ring
    {
        private readonly (long Step, long Count)[] steps = new (long, long)[(int)(Kept / Step)];

        public void Add(long now, long count)
        {
            ref var step = ref steps[now % steps.Length];
            step = step.Step == now ? (now, step.Count + count) : (now, count);
        }

        /// <summary>Of these steps, both included.</summary>
        public long Sum(long first, long last)
        {
            long sum = 0;
            foreach (var (step, count) in steps) sum += step >= first && step <= last ? count : 0;
            return sum;
        }
    }
}
