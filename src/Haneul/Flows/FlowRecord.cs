using Haneul.Fabric;
using Haneul.Kernel;
using Haneul.Model;

namespace Haneul.Flows;

/// <summary>What log-status says: there is data, there was none, or some was skipped.</summary>
internal enum LogStatus
{
    Ok,
    NoData,
    SkipData,
}

/// <summary>One record of a flow log. https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html</summary>
/// <param name="Log">The order.</param>
/// <param name="Port">The interface.</param>
/// <param name="Flow">Null where there is none to tell.</param>
/// <param name="Start">Of the flow in the window, or of the window.</param>
/// <param name="End">As <paramref name="Start"/>.</param>
internal sealed record FlowRecord(FlowLog Log, Port Port, FlowCounted? Flow, LogStatus Status, DateTimeOffset Start, DateTimeOffset End)
{
    private const string Nothing = "-";

    public Place Place => Port.Router.Place;

    /// <summary>The line in the log's format.</summary>
    public string Line(IReadOnlyList<string> fields) => string.Join(' ', fields.Select(f => Field(f, fields)));

    private string Field(string name, IReadOnlyList<string> all) => name switch
    {
        "version" => $"{FlowLogField.VersionOf(all)}",
        "account-id" => Place.Account,
        "interface-id" => Port.Id,
        "vpc-id" => Port.Router.Id,
        "subnet-id" => Port.Segment.Id,
        "instance-id" => Port.InstanceId ?? Nothing,
        "region" => Place.Region,
        "az-id" => Regions.Zone(Place.Region, Port.Segment.Zone)?.Id ?? Nothing,
        "start" => $"{Start.ToUnixTimeSeconds()}",
        "end" => $"{End.ToUnixTimeSeconds()}",
        "log-status" => Status switch { LogStatus.Ok => "OK", LogStatus.NoData => "NODATA", _ => "SKIPDATA" },
        _ => Flow is { } flow ? OfFlow(name, flow) : Nothing,
    };

    private string OfFlow(string name, FlowCounted flow) => name switch
    {
        "srcaddr" => $"{(flow.Seen.IsEgress ? Own(flow.Seen.Source) : flow.Seen.Source)}",
        "dstaddr" => $"{(flow.Seen.IsEgress ? flow.Seen.Destination : Own(flow.Seen.Destination))}",
        "pkt-srcaddr" => $"{flow.Seen.Source}",
        "pkt-dstaddr" => $"{flow.Seen.Destination}",
        "srcport" => $"{flow.Seen.SourcePort}",
        "dstport" => $"{flow.Seen.DestinationPort}",
        "protocol" => $"{flow.Seen.Protocol}",
        "packets" => $"{flow.Packets}",
        "bytes" => $"{flow.Bytes}",
        "action" => flow.Seen.IsRejected ? "REJECT" : "ACCEPT",
        "tcp-flags" => $"{flow.Flags}",
        "type" => flow.Seen.Source.IsV6 ? "IPv6" : "IPv4",
        "flow-direction" => flow.Seen.IsEgress ? "egress" : "ingress",
        "traffic-path" => flow.Seen is { IsEgress: true, Way: > 0 } ? $"{flow.Seen.Way}" : Nothing,
        _ => Nothing,
    };

    /// <summary>The interface's end is told by its primary private address, whichever address of its (or behind it) the packets had.</summary>
    private Ip Own(Ip ip) => ip.IsV6 && Port.Has(ip) ? ip : Port.Primary(ip.IsV6) ?? ip;
}
