using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Balancer;

/// <summary>
/// Which target group of a forward action is next, by weight: after any number of requests no group is as many requests away from its share as there are groups. Only its loop calls it.
/// The group with the largest debt is next, as in nginx's smooth weighted round robin. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ForwardActionConfig.html
/// </summary>
public sealed class GroupTurns(ImmutableArray<WeightedGroup> groups)
{
    private readonly int[] debts = new int[groups.Length];
    private readonly int total = groups.Sum(g => g.Weight);

    /// <summary>The number of the group; -1 where all weights are 0.</summary>
    public int Next()
    {
        if (groups.Length == 1) return total == 0 ? -1 : 0;
        var best = -1;
        for (var i = 0; i < debts.Length; i++)
        {
            debts[i] += groups[i].Weight;
            if (groups[i].Weight > 0 && (best < 0 || debts[i] > debts[best])) best = i;
        }
        if (best >= 0) debts[best] -= total;
        return best;
    }
}
