using System.Collections.Immutable;
using System.Globalization;

namespace Haneul.Model;

/// <summary>
/// Which of the instances that may go goes first: each policy leaves those that it names, the next one chooses among them.
/// https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-termination-policies.html
/// </summary>
public static class TerminationPolicies
{
    private const int SecondsOfHour = 3600;

    public static ImmutableArray<string> All { get; } =
        ["AllocationStrategy", "ClosestToNextInstanceHour", "Default", "NewestInstance", "OldestInstance", "OldestLaunchConfiguration", "OldestLaunchTemplate"];

    /// <summary>One of the candidates, of which there is at least one.</summary>
    public static ScalingInstance Choose(Draft draft, ScalingGroup group, ImmutableArray<ScalingInstance> candidates, ILaunches launches)
    {
        var left = candidates;
        foreach (var policy in group.TerminationPolicies)
        {
            left = Left(draft, group, policy, left, launches);
            if (left.Length == 1) break;
        }
        return left.OrderBy(i => i.LaunchTime).ThenBy(i => i.Id).First();
    }

    private static ImmutableArray<ScalingInstance> Left(Draft draft, ScalingGroup group, string policy, ImmutableArray<ScalingInstance> from, ILaunches launches) => policy switch
    {
        "OldestInstance" => Least(from, i => i.LaunchTime.UtcTicks),
        "NewestInstance" => Least(from, i => -i.LaunchTime.UtcTicks),
        "ClosestToNextInstanceHour" => Least(from, i => SecondsOfHour - (long)(draft.Now - i.LaunchTime).TotalSeconds % SecondsOfHour),
        "OldestLaunchConfiguration" => Configured(draft, from),
        "OldestLaunchTemplate" => OldestTemplate(draft, group, from, launches),
        // What no longer is as the group launches; then what is nearest to a full hour.
        "Default" => Least(OldestTemplate(draft, group, Configured(draft, from), launches), i => SecondsOfHour - (long)(draft.Now - i.LaunchTime).TotalSeconds % SecondsOfHour),
        // All that Haneul launches is on demand, of the first type: nothing is out of line with the strategy.
        _ => from,
    };

    private static ImmutableArray<ScalingInstance> Configured(Scope scope, ImmutableArray<ScalingInstance> from)
    {
        var old = from.Where(i => i.Launch?.ConfigurationName is not null).ToImmutableArray();
        return old.IsEmpty ? from : Least(old, i => old.Where(o => o.Launch?.ConfigurationName == i.Launch?.ConfigurationName).Min(o => o.LaunchTime).UtcTicks);
    }

    /// <summary>Those of another template than the group's go before all others; then those of its oldest version.</summary>
    private static ImmutableArray<ScalingInstance> OldestTemplate(Scope scope, ScalingGroup group, ImmutableArray<ScalingInstance> from, ILaunches launches)
    {
        if (launches.Resolved(scope, group.Launch) is not { TemplateId: { } now }) return from;
        var others = from.Where(i => i.Launch?.TemplateId != now).ToImmutableArray();
        return others.IsEmpty ? Least(from, i => long.TryParse(i.Launch?.Version, CultureInfo.InvariantCulture, out var n) ? n : 0) : others;
    }

    private static ImmutableArray<ScalingInstance> Least(ImmutableArray<ScalingInstance> from, Func<ScalingInstance, long> of)
    {
        var least = from.Min(of);
        return [.. from.Where(i => of(i) == least)];
    }
}
