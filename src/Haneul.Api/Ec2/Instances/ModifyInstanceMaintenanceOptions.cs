using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Changes what is to happen when an instance's host fails; hosts do not fail here. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceMaintenanceOptions.html</summary>
public sealed record ModifyInstanceMaintenanceOptions : Command<ModifyInstanceMaintenanceOptions.Result>
{
    public required Id<Instance> InstanceId { get; init; }

    public string? AutoRecovery { get; init; }

    public string? RebootMigration { get; init; }

    public sealed record Result(Id<Instance> InstanceId, string AutoRecovery, string RebootMigration);

    public override Result Apply(Draft draft)
    {
        var instance = draft.Get(InstanceId);
        InstanceStates.RequireAlive(instance);
        var changed = draft.Put(instance with
        {
            AutoRecovery = LaunchReading.OneOf("AutoRecovery", AutoRecovery, "default", "disabled") ?? instance.AutoRecovery,
            RebootMigration = LaunchReading.OneOf("RebootMigration", RebootMigration, "default", "disabled") ?? instance.RebootMigration,
        });
        return new Result(InstanceId, changed.AutoRecovery, changed.RebootMigration);
    }
}
