using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>How an instance refresh goes on. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_RefreshPreferences.html</summary>
public sealed record RefreshSettings
{
    public int? MinHealthyPercentage { get; init; }

    public int? MaxHealthyPercentage { get; init; }

    public int? InstanceWarmup { get; init; }

    public IReadOnlyList<int> CheckpointPercentages { get; init; } = [];

    public int? CheckpointDelay { get; init; }

    public bool? SkipMatching { get; init; }

    public bool? AutoRollback { get; init; }

    public string? ScaleInProtectedInstances { get; init; }

    public string? StandbyInstances { get; init; }

    internal RefreshPreferences Read(ScalingGroup group)
    {
        var least = MinHealthyPercentage ?? group.Maintenance?.Least ?? 90;
        var most = MaxHealthyPercentage ?? group.Maintenance?.Most ?? 100;
        if (least is < 0 or > 100 || most is < 100 or > 200 || most - least > 100) throw ScalingFaults.Invalid("MinHealthyPercentage is 0 to 100, MaxHealthyPercentage 100 to 200, and not more than 100 apart");
        if (InstanceWarmup is < 0 || CheckpointDelay is < 0 or > 172_800) throw ScalingFaults.Invalid("InstanceWarmup and CheckpointDelay are out of range");
        if (CheckpointPercentages.Any(p => p is < 1 or > 100) || !CheckpointPercentages.Order().Distinct().SequenceEqual(CheckpointPercentages)) throw ScalingFaults.Invalid("CheckpointPercentages are 1 to 100, in ascending order");
        return new RefreshPreferences
        {
            MinHealthyPercent = least,
            MaxHealthyPercent = most,
            WarmupSeconds = InstanceWarmup,
            Checkpoints = [.. CheckpointPercentages],
            CheckpointDelaySeconds = CheckpointDelay ?? 3600,
            SkipsMatching = SkipMatching ?? false,
            RollsBack = AutoRollback ?? false,
            OfProtected = OneOf("ScaleInProtectedInstances", ScaleInProtectedInstances, "Refresh", "Ignore", "Wait"),
            OfStandby = OneOf("StandbyInstances", StandbyInstances, "Terminate", "Ignore", "Wait"),
        };
    }

    internal static RefreshSettings Of(RefreshPreferences p) => new()
    {
        MinHealthyPercentage = p.MinHealthyPercent, MaxHealthyPercentage = p.MaxHealthyPercent, InstanceWarmup = p.WarmupSeconds, CheckpointPercentages = p.Checkpoints,
        CheckpointDelay = p.Checkpoints.IsEmpty ? null : p.CheckpointDelaySeconds, SkipMatching = p.SkipsMatching, AutoRollback = p.RollsBack, ScaleInProtectedInstances = p.OfProtected, StandbyInstances = p.OfStandby,
    };

    private static string OneOf(string name, string? word, params ReadOnlySpan<string> words) => word is null ? "Wait" : words.Contains(word) ? word : throw ScalingFaults.Invalid($"Invalid {name}: {word}");
}
