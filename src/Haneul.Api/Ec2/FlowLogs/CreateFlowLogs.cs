using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Orders the traffic of resources to be logged. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFlowLogs.html</summary>
public sealed record CreateFlowLogs : Command<CreateFlowLogs.Result>, ITokened
{
    public string? ClientToken { get; init; }

    public string? DeliverLogsPermissionArn { get; init; }

    public string? DeliverCrossAccountRole { get; init; }

    public string? LogGroupName { get; init; }

    public required IReadOnlyList<string> ResourceIds { get; init; }

    public required string ResourceType { get; init; }

    public string? TrafficType { get; init; }

    public string LogDestinationType { get; init; } = "cloud-watch-logs";

    public string? LogDestination { get; init; }

    public string? LogFormat { get; init; }

    public IReadOnlyList<TagSpecification> TagSpecifications { get; init; } = [];

    public int MaxAggregationInterval { get; init; } = 600;

    public FlowLogDestinationOptions? DestinationOptions { get; init; }

    public sealed record Result(string? ClientToken, IReadOnlyList<Id<FlowLog>> FlowLogIds, [property: Wire("unsuccessful")] IReadOnlyList<UnsuccessfulItem> Unsuccessful);

    public override Result Apply(Draft draft)
    {
        var order = ReadOrder(draft);
        var made = new List<Id<FlowLog>>();
        var failed = new List<UnsuccessfulItem>();
        foreach (var resource in ResourceIds.Distinct())
        {
            if (Refusal(draft, order, resource) is { } fault)
            {
                failed.Add(new UnsuccessfulItem(new UnsuccessfulItemError(fault.Code, fault.Message), resource));
                continue;
            }
            var log = draft.Put(order with { Id = draft.NewId<FlowLog>(), ResourceId = resource });
            draft.TagNew(log.Id, TagSpecifications);
            made.Add(log.Id);
        }
        return new Result(ClientToken, made, failed);
    }

    /// <summary>Why a resource cannot have this log; null when it can. One resource refused does not refuse the others.</summary>
    private Fault? Refusal(Draft draft, FlowLog order, string resource)
    {
        try
        {
            RequireResource(draft, resource);
        }
        catch (Fault fault)
        {
            return fault;
        }
        return draft.All<FlowLog>().Any(l => (l.ResourceId, l.Destination, l.TrafficType) == (resource, order.Destination, order.TrafficType))
            ? new Fault("FlowLogAlreadyExists", "There is an existing Flow Log with the same configuration and log destination.")
            : null;
    }

    private void RequireResource(Draft draft, string id)
    {
        switch (ResourceType)
        {
            case "VPC": draft.Get((Id<Vpc>)Scalars.Read(typeof(Id<Vpc>), id, "ResourceId")); break;
            case "Subnet": draft.Get((Id<Subnet>)Scalars.Read(typeof(Id<Subnet>), id, "ResourceId")); break;
            case "NetworkInterface": draft.Get((Id<NetworkInterface>)Scalars.Read(typeof(Id<NetworkInterface>), id, "ResourceId")); break;
            default: throw Fault.Invalid("ResourceType", ResourceType, "It must be VPC, Subnet or NetworkInterface: Haneul logs no others");
        }
    }

    private FlowLog ReadOrder(Draft draft)
    {
        if (ResourceType is not ("VPC" or "Subnet" or "NetworkInterface")) throw Fault.Invalid("ResourceType", ResourceType, "It must be VPC, Subnet or NetworkInterface: Haneul logs no others");
        if (TrafficType is not ("ACCEPT" or "REJECT" or "ALL")) throw Fault.Invalid("TrafficType", TrafficType, "It must be ACCEPT, REJECT or ALL");
        if (MaxAggregationInterval is not (60 or 600)) throw Fault.Invalid("MaxAggregationInterval", $"{MaxAggregationInterval}", "It must be 60 or 600");
        var (destination, group) = ReadDestination(draft);
        var isFile = LogDestinationType == "s3";
        return new FlowLog
        {
            Id = default,
            ResourceId = "",
            TrafficType = TrafficType,
            DestinationType = LogDestinationType,
            Destination = destination,
            LogGroupName = group,
            PermissionArn = DeliverLogsPermissionArn,
            CrossAccountRole = DeliverCrossAccountRole,
            Format = ReadFormat(),
            IntervalSeconds = MaxAggregationInterval,
            FileFormat = isFile ? FileFormat() : null,
            HiveCompatiblePartitions = isFile && (DestinationOptions?.HiveCompatiblePartitions ?? false),
            PerHourPartition = isFile && (DestinationOptions?.PerHourPartition ?? false),
            CreateTime = draft.Now,
        };
    }

    private string ReadFormat()
    {
        if (LogFormat is not { Length: > 0 } format) return FlowLog.StandardFormat;
        return FlowLogField.In(format) is not null
            ? format
            : throw Fault.Invalid("LogFormat", format, $"It must be fields such as ${{srcaddr}}, with spaces between them; Haneul knows {string.Join(", ", FlowLogField.Versions.OrderBy(f => f.Value).Select(f => f.Key))}");
    }

    private string FileFormat()
    {
        var format = DestinationOptions?.FileFormat ?? "plain-text";
        return format is "plain-text" or "parquet" ? format : throw Fault.Invalid("DestinationOptions.FileFormat", format, "It must be plain-text or parquet");
    }

    private (string Destination, string? Group) ReadDestination(Draft draft)
    {
        switch (LogDestinationType)
        {
            case "cloud-watch-logs" when LogDestination is { Length: > 0 } && LogGroupName is { Length: > 0 }:
                throw Fault.Combination("Give either LogDestination or LogGroupName");
            case "cloud-watch-logs" when string.IsNullOrEmpty(DeliverLogsPermissionArn):
                throw Fault.Missing("DeliverLogsPermissionArn");
            case "cloud-watch-logs" when LogGroupName is { Length: > 0 } name:
                return ($"arn:aws:logs:{draft.Region}:{draft.Account}:log-group:{name}", name);
            case "cloud-watch-logs":
                return (Destination("arn:aws:logs:"), Destination("arn:aws:logs:").Split(':').ElementAtOrDefault(6));
            case "s3":
                return (Destination("arn:aws:s3:::"), null);
            case "kinesis-data-firehose":
                return (Destination("arn:aws:firehose:"), null);
            default:
                throw Fault.Invalid("LogDestinationType", LogDestinationType, "It must be cloud-watch-logs, s3 or kinesis-data-firehose");
        }
    }

    private string Destination(string start)
    {
        var arn = LogDestination is { Length: > 0 } given ? given : throw Fault.Missing("LogDestination");
        return arn.StartsWith(start, StringComparison.Ordinal) ? arn : throw Fault.Invalid("LogDestination", arn, $"It must be an ARN that starts with {start}");
    }
}
