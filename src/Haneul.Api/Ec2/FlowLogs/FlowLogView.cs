using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>A flow log as EC2 answers it. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_FlowLog.html</summary>
public sealed record FlowLogView
{
    public required DateTimeOffset CreationTime { get; init; }

    /// <summary>Why it fails, in Haneul's words.</summary>
    public string? DeliverLogsErrorMessage { get; init; }

    public string? DeliverLogsPermissionArn { get; init; }

    public string? DeliverCrossAccountRole { get; init; }

    public required string DeliverLogsStatus { get; init; }

    public required Id<FlowLog> FlowLogId { get; init; }

    public required string FlowLogStatus { get; init; }

    public string? LogGroupName { get; init; }

    public required string ResourceId { get; init; }

    public required string TrafficType { get; init; }

    public required string LogDestinationType { get; init; }

    public required string LogDestination { get; init; }

    public required string LogFormat { get; init; }

    public required IReadOnlyList<Tag> Tags { get; init; }

    public required int MaxAggregationInterval { get; init; }

    public FlowLogDestinationOptions? DestinationOptions { get; init; }

    public static string StatusOf(FlowLog log, IObservations seen) => seen.WhyNotDelivered(log) is null ? "SUCCESS" : "FAILED";

    public static FlowLogView Of(Scope scope, FlowLog log, IObservations seen) => new()
    {
        CreationTime = log.CreateTime,
        DeliverLogsPermissionArn = log.PermissionArn,
        DeliverCrossAccountRole = log.CrossAccountRole,
        DeliverLogsErrorMessage = seen.WhyNotDelivered(log),
        DeliverLogsStatus = StatusOf(log, seen),
        FlowLogId = log.Id,
        FlowLogStatus = "ACTIVE",
        LogGroupName = log.LogGroupName,
        ResourceId = log.ResourceId,
        TrafficType = log.TrafficType,
        LogDestinationType = log.DestinationType,
        LogDestination = log.Destination,
        LogFormat = log.Format,
        Tags = scope.TagsFor(log.Id.Value),
        MaxAggregationInterval = log.IntervalSeconds,
        DestinationOptions = log.FileFormat is null
            ? null
            : new FlowLogDestinationOptions { FileFormat = log.FileFormat, HiveCompatiblePartitions = log.HiveCompatiblePartitions, PerHourPartition = log.PerHourPartition },
    };
}

/// <summary>How files are written to a bucket.</summary>
public sealed record FlowLogDestinationOptions
{
    public string? FileFormat { get; init; }

    public bool? HiveCompatiblePartitions { get; init; }

    public bool? PerHourPartition { get; init; }
}
