namespace Haneul.Balancing;

/// <summary>What passes through balancers, kept in memory for a while: for people, and for what scales by it. Of what the kernel balances nothing is counted.</summary>
internal interface IBalancerCounts
{
    /// <summary>Requests (of HTTP), or new connections, that a balancer gave to a target group within the last while; a null group: what it answered itself. At most <see cref="CountBook.Kept"/> back.</summary>
    /// <param name="balancerArn">The balancer.</param>
    /// <param name="groupArn">The target group.</param>
    /// <param name="last">So far back; counted in steps of <see cref="CountBook.Step"/>.</param>
    long RequestsIn(string balancerArn, string? groupArn, TimeSpan last);

    /// <summary>As <see cref="RequestsIn"/>, between two times that are multiples of <see cref="CountBook.Step"/>; the first is in, the second out.</summary>
    long RequestsBetween(string balancerArn, string? groupArn, DateTimeOffset from, DateTimeOffset to);
}
