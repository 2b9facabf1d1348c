namespace Haneul.Model;

/// <summary>An order to log the traffic of a VPC, a subnet or an interface. In model mode it is kept, and nothing is written.</summary>
public sealed record FlowLog : IResource<FlowLog>
{
    /// <summary>Version 2 of the record: https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html</summary>
    public const string StandardFormat =
        "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} ${bytes} ${start} ${end} ${action} ${log-status}";

    public static Kind Kind { get; } = new(
        "flow-log", "fl", "vpc-flow-log", "InvalidFlowLogId.NotFound", "InvalidFlowLogId.Malformed", "flow log ID");

    public required Id<FlowLog> Id { get; init; }

    /// <summary>vpc-…, subnet-… or eni-…</summary>
    public required string ResourceId { get; init; }

    /// <summary>ACCEPT, REJECT or ALL.</summary>
    public required string TrafficType { get; init; }

    /// <summary>cloud-watch-logs, s3 or kinesis-data-firehose.</summary>
    public required string DestinationType { get; init; }

    /// <summary>ARN of the log group, bucket (with a prefix) or stream.</summary>
    public required string Destination { get; init; }

    public string? LogGroupName { get; init; }

    public string? PermissionArn { get; init; }

    public string? CrossAccountRole { get; init; }

    public string Format { get; init; } = StandardFormat;

    /// <summary>60 or 600.</summary>
    public int IntervalSeconds { get; init; } = 600;

    public string? FileFormat { get; init; }

    public bool HiveCompatiblePartitions { get; init; }

    public bool PerHourPartition { get; init; }

    public required DateTimeOffset CreateTime { get; init; }
}
