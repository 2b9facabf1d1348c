namespace Haneul.Balancer;

/// <summary>What became of the packets of an endpoint since they were last taken.</summary>
internal sealed class GatewayCounts
{
    /// <summary>Indexed by <see cref="GeneveFault"/>.</summary>
    private readonly long[] faults = new long[Enum.GetValues<GeneveFault>().Length];

    public long NewFlows { get; set; }

    public long Bytes { get; set; }

    /// <summary>Given to an appliance, and come back from one.</summary>
    public long Given { get; set; }

    public long Returned { get; set; }

    /// <summary>Arrived as no IP packet, or in a form that cannot be cut.</summary>
    public long Unreadable { get; set; }

    /// <summary>No appliance was there to take it.</summary>
    public long Unserved { get; set; }

    /// <summary>Came back with a cookie of another flow, or from who is no appliance.</summary>
    public long Strange { get; set; }

    /// <summary>The kernel did not take it.</summary>
    public long Unsent { get; set; }

    /// <summary>Flows that were given to another appliance.</summary>
    public long Moved { get; set; }

    public long FaultsOf(GeneveFault fault) => faults[(int)fault];

    public void Add(GeneveFault fault) => faults[(int)fault]++;

    public long Errors => Unreadable + Unserved + Strange + Unsent + faults.Sum();
}
