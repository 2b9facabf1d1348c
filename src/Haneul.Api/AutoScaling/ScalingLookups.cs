using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Finding groups, instances and what belongs to them, with AWS's faults.</summary>
internal static class ScalingLookups
{
    public static ScalingGroup Group(Scope scope, string name) => scope.Find<ScalingGroup>(new Id<ScalingGroup>(name)) is { } group
        ? group
        : throw ScalingFaults.Invalid($"AutoScalingGroup name not found - AutoScalingGroup '{name}' not found");

    /// <summary>A group that is not being deleted.</summary>
    public static ScalingGroup Living(Scope scope, string name) => Group(scope, name) is { IsDeleting: false } group
        ? group
        : throw ScalingFaults.Invalid("AutoScalingGroup name not found - AutoScalingGroup is pending deletion");

    public static ScalingInstance Instance(Scope scope, string id) => scope.Find<ScalingInstance>(new Id<ScalingInstance>(id)) is { } instance
        ? instance
        : throw ScalingFaults.Invalid($"Instance Id not found - No managed instance found for instance ID: {id}");

    public static ScalingInstance Instance(Scope scope, ScalingGroup group, string id) => Instance(scope, id) is { } instance && instance.GroupId == group.Id
        ? instance
        : throw ScalingFaults.Invalid($"The instance {id} is not part of Auto Scaling group {group.Id}.");

    public static LifecycleHook Hook(Scope scope, ScalingGroup group, string name) => scope.Find<LifecycleHook>(LifecycleHook.IdOf(group.Id, name)) is { } hook
        ? hook
        : throw ScalingFaults.Invalid($"No Lifecycle Hook found with name {name}");

    /// <summary>A policy by name and group, or by ARN.</summary>
    public static ScalingPolicy Policy(Scope scope, string? group, string name)
    {
        if (ScalingPolicies.Named(scope, name) is { } byArn) return byArn;
        if (group is null) throw ScalingFaults.Invalid("Group name cannot be null when the policy is named");
        return scope.Find<ScalingPolicy>(ScalingPolicy.IdOf(Group(scope, group).Id, name)) ?? throw ScalingFaults.Invalid($"PolicyName not found - No policy found with name {name}");
    }

    /// <summary>Target groups by ARN; they must be for instances.</summary>
    public static IEnumerable<Id<TargetGroup>> Targets(Scope scope, IEnumerable<string> arns) => arns.Select(arn =>
    {
        var prefix = scope.Arn(LoadBalancer.Service, "");
        var found = arn.StartsWith(prefix, StringComparison.Ordinal) ? scope.Find<TargetGroup>(new Id<TargetGroup>(arn[prefix.Length..])) : null;
        if (found is null) throw ScalingFaults.Invalid("Provided Target Groups may not be valid. Please ensure they exist and try again.");
        return found.Type == TargetType.Instance ? found.Id : throw ScalingFaults.Invalid("Provided Target Groups have the wrong target type: it must be instance");
    });

    /// <summary>What of the text of an ARN or an ARN's resource names a target group, whether or not it is there any more.</summary>
    public static Id<TargetGroup> TargetId(string arn) => new(arn[(arn.IndexOf("targetgroup/", StringComparison.Ordinal) is var at && at < 0 ? 0 : at)..]);

    public static string ArnOf(Scope scope, Id<TargetGroup> id) => scope.Arn(LoadBalancer.Service, id.Value);

    public static string Name(string parameter, string name) => name.Length is > 0 and <= 255 && !name.Contains(':', StringComparison.Ordinal) && !name.Contains('|', StringComparison.Ordinal)
        ? name
        : throw ScalingFaults.Invalid($"The {parameter} has 1 to 255 characters, without colon and bar");
}
