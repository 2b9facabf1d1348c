using Haneul.Model;

namespace Haneul.Balancer;

/// <summary>A target group as one node of a balancer sees it: whom it may use now. It is the same object through all snapshots; loops read it without a lock.</summary>
public sealed class NodePool
{
    private volatile UsableTargets usable;

    internal NodePool(string balancerArn, string zone, Id<TargetGroup> groupId, UsableTargets usable)
    {
        BalancerArn = balancerArn;
        Zone = zone;
        GroupId = groupId;
        this.usable = usable;
    }

    public string BalancerArn { get; }

    public string Zone { get; }

    public Id<TargetGroup> GroupId { get; }

    public UsableTargets Usable
    {
        get => usable;
        internal set => usable = value;
    }
}
