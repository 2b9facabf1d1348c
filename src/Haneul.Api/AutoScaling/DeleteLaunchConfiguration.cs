using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Deletes a launch configuration that no group uses. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DeleteLaunchConfiguration.html</summary>
public sealed record DeleteLaunchConfiguration : Command<Nothing>
{
    public required string LaunchConfigurationName { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var id = new Id<LaunchConfigurationRow>(LaunchConfigurationName);
        if (!draft.TryFind(id, out _)) throw ScalingFaults.Invalid("Launch configuration name not found - Launch configuration not found");
        if (draft.All<ScalingGroup>().FirstOrDefault(g => g.Launch.ConfigurationName == LaunchConfigurationName) is { } user) throw ScalingFaults.InUse($"Cannot delete launch configuration {id} because it is attached to AutoScalingGroup {user.Id}");
        draft.Remove(id);
        return Nothing.Value;
    }
}
