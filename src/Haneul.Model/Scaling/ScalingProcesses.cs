using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>What a group does by itself, each of which can be suspended. https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-suspend-resume-processes.html</summary>
public static class ScalingProcesses
{
    public const string AddToLoadBalancer = "AddToLoadBalancer", AlarmNotification = "AlarmNotification", ZoneRebalance = "AZRebalance", HealthCheck = "HealthCheck",
        InstanceRefresh = "InstanceRefresh", Launch = "Launch", ReplaceUnhealthy = "ReplaceUnhealthy", ScheduledActions = "ScheduledActions", Terminate = "Terminate";

    public static ImmutableArray<string> All { get; } =
        [AddToLoadBalancer, AlarmNotification, ZoneRebalance, HealthCheck, InstanceRefresh, Launch, ReplaceUnhealthy, ScheduledActions, Terminate];
}
