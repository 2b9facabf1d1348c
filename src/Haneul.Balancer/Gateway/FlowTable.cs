using Haneul.Model;

namespace Haneul.Balancer;

/// <summary>A flow that passes an endpoint, and the appliance that it has.</summary>
internal sealed class GatewayFlow(FlowKey key, ulong hash, Id<TargetRegistration> appliance, Ip address)
{
    public FlowKey Key { get; } = key;

    public ulong Hash { get; } = hash;

    public Id<TargetRegistration> Appliance { get; set; } = appliance;

    /// <summary>Kept by itself: the flow goes on there when the registration has gone.</summary>
    public Ip Address { get; set; } = address;

    public long LastMs { get; set; }

    // The list of those with the same idle time, the longest idle first.
    internal GatewayFlow? Older { get; set; }

    internal GatewayFlow? Newer { get; set; }
}

/// <summary>
/// The flows of an endpoint: an idle one is forgotten, TCP after its listener's time and others after 120 seconds. When it is full, further flows are not remembered, and still find the same appliance while the appliances stay the same.
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/gateway/gateway-load-balancers.html#idle-timeout
/// </summary>
internal sealed class FlowTable(int most)
{
    public const int OtherIdleSeconds = 120;

    private readonly Dictionary<FlowKey, GatewayFlow> flows = [];
    private readonly Ages tcp = new(), others = new();

    public int Count => flows.Count;

    public bool IsFull => flows.Count >= most;

    public IEnumerable<GatewayFlow> Flows => flows.Values;

    /// <summary>The flow, which has just been used; null where it is not known.</summary>
    public GatewayFlow? Find(in FlowKey key, long nowMs)
    {
        if (!flows.TryGetValue(key, out var flow)) return null;
        flow.LastMs = nowMs;
        AgesOf(key).Renew(flow);
        return flow;
    }

    /// <summary>Remembers it unless the table is full.</summary>
    public void Add(GatewayFlow flow, long nowMs)
    {
        if (IsFull || !flows.TryAdd(flow.Key, flow)) return;
        flow.LastMs = nowMs;
        AgesOf(flow.Key).Add(flow);
    }

    /// <summary>Forgets what has been idle for too long.</summary>
    public void Expire(long nowMs, int tcpIdleSeconds)
    {
        Expire(tcp, nowMs - tcpIdleSeconds * 1000L);
        Expire(others, nowMs - OtherIdleSeconds * 1000L);
    }

    private void Expire(Ages ages, long before)
    {
        while (ages.Oldest is { } flow && flow.LastMs <= before)
        {
            ages.Remove(flow);
            flows.Remove(flow.Key);
        }
    }

    private Ages AgesOf(in FlowKey key) => key.Protocol == FlowKey.Tcp ? tcp : others;

    /// <summary>A list through the flows, by their last use.</summary>
    private sealed class Ages
    {
        private GatewayFlow? newest;

        public GatewayFlow? Oldest { get; private set; }

        public void Add(GatewayFlow flow)
        {
            (flow.Older, flow.Newer) = (newest, null);
            if (newest is null) Oldest = flow;
            else newest.Newer = flow;
            newest = flow;
        }

        public void Remove(GatewayFlow flow)
        {
            if (flow.Older is null) Oldest = flow.Newer;
            else flow.Older.Newer = flow.Newer;
            if (flow.Newer is null) newest = flow.Older;
            else flow.Newer.Older = flow.Older;
        }

        public void Renew(GatewayFlow flow)
        {
            if (flow == newest) return;
            Remove(flow);
            Add(flow);
        }
    }
}
