using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>A group's tag as it is told.</summary>
public sealed record TagDescription(string ResourceId, string ResourceType, string Key, string Value, bool PropagateAtLaunch)
{
    internal static TagDescription Of(ScalingGroup group, ScalingTag tag) => new(group.Id.Value, "auto-scaling-group", tag.Key, tag.Value, tag.Propagates);
}
