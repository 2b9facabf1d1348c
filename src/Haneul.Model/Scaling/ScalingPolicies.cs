namespace Haneul.Model;

/// <summary>Carrying out policies. https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-simple-step.html</summary>
public static class ScalingPolicies
{
    /// <summary>Changes the desired capacity as the policy says.</summary>
    /// <param name="draft">The step.</param>
    /// <param name="policy">Which.</param>
    /// <param name="value">The metric, for step scaling and target tracking.</param>
    /// <param name="threshold">What it is compared with.</param>
    /// <param name="why">The beginning of AWS's sentence: "a monitor alarm …".</param>
    /// <param name="honorsCooldown">Does nothing while a cooldown lasts; simple scaling by alarms always does so.</param>
    public static void Execute(Draft draft, ScalingPolicy policy, double? value, double? threshold, string why, bool honorsCooldown)
    {
        var group = draft.Get(policy.GroupId);
        if (group.IsDeleting) return;
        if (honorsCooldown && policy.Type == "SimpleScaling" && IsCooling(draft, group)) return;
        if (DesiredBy(draft, group, policy, value, threshold) is not { } desired) return;
        var resized = ScalingGroups.Resize(draft, group, desired, why);
        if (policy.Type == "SimpleScaling" && resized.Desired != group.Desired) draft.Put(resized with { CooldownToCome = policy.CooldownSeconds ?? group.CooldownSeconds, CooldownUntil = null });
    }

    public static bool IsCooling(Draft draft, ScalingGroup group) => group.CooldownToCome is not null || group.CooldownUntil > draft.Now;

    /// <summary>Removes a policy, with the alarms that it made for itself; an alarm that others made keeps naming it, as on AWS.</summary>
    public static void Remove(Draft draft, ScalingPolicy policy)
    {
        foreach (var alarm in draft.All<MetricAlarm>().Where(a => a.PolicyId == policy.Id.Value).ToList()) draft.Remove(alarm.Id);
        draft.Remove(policy.Id);
    }

    /// <summary>The policy of an ARN among an alarm's actions; null where it is none, or gone.</summary>
    public static ScalingPolicy? Named(Scope scope, string arn)
    {
        var parts = arn.Split(':');
        return parts.Length > 6 && parts[2] == "autoscaling" && parts[5] == "scalingPolicy" ? scope.All<ScalingPolicy>().Marked(parts[6]).FirstOrDefault(p => p.Arn(scope.Place) == arn) : null;
    }

    /// <summary>What the capacity would be; null where the policy has nothing to say.</summary>
    private static int? DesiredBy(Draft draft, ScalingGroup group, ScalingPolicy policy, double? value, double? threshold)
    {
        if (policy.Type == "SimpleScaling") return Adjusted(group.Desired, policy.AdjustmentType, policy.Adjustment ?? 0, policy.MinAdjustment);
        var warmup = policy.WarmupSeconds ?? group.WarmupSeconds ?? group.CooldownSeconds;
        var active = ScalingCapacity.Active(draft, group);
        // What warms up is not counted when growing: the same load would be answered twice.
        var warm = active.Count(i => i.IsReady(draft.Now, warmup));
        var desired = policy.Target is { } target ? Tracked(target, value, warm) : Stepped(policy, value, threshold, warm, group.Desired);
        if (desired is not { } to) return null;
        if (to > group.Desired) return to;
        // Nothing shrinks while what was launched before still warms up, or less is already on its way.
        return to < group.Desired && warm == active.Count && active.Count == group.Desired ? to : null;
    }

    private static int? Tracked(TargetTracking target, double? value, int warm)
    {
        if (value is not { } v || warm == 0 || target.Target <= 0) return null;
        var to = (int)Math.Min(int.MaxValue / 2, Math.Ceiling(warm * v / target.Target - 1e-9));
        return target.OnlyGrows && to < warm ? null : Math.Max(to, 0);
    }

    private static int? Stepped(ScalingPolicy policy, double? value, double? threshold, int warm, int desired)
    {
        var step = value is { } v && threshold is { } t
            ? policy.Steps.FirstOrDefault(s => (s.Lower is not { } l || v - t >= l) && (s.Upper is not { } u || v - t < u))
            : policy.Steps.Length == 1 ? policy.Steps[0] : null;
        if (step is null) return null;
        var from = step.Adjustment > 0 && policy.AdjustmentType != "ExactCapacity" ? warm : desired;
        return Adjusted(from, policy.AdjustmentType, step.Adjustment, policy.MinAdjustment);
    }

    /// <summary>Percentages are rounded as AWS does: towards zero, but what is less than one is one.</summary>
    private static int Adjusted(int from, string? type, int adjustment, int? least)
    {
        if (type == "ExactCapacity") return adjustment;
        if (type != "PercentChangeInCapacity") return Bounded((long)from + adjustment);
        var change = from * (double)adjustment / 100;
        var whole = (long)Math.Truncate(change);
        if (whole == 0 && adjustment != 0) whole = Math.Sign(adjustment);
        if (least is { } l && Math.Abs(whole) < l) whole = Math.Sign(adjustment) * (long)l;
        return Bounded(from + whole);
    }

    private static int Bounded(long capacity) => (int)Math.Clamp(capacity, 0, int.MaxValue);
}
