using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>A question about reachability that is kept: two ends, a protocol and a port. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkInsightsPath.html</summary>
public sealed record NetworkInsightsPath : IResource<NetworkInsightsPath>
{
    public static Kind Kind { get; } = new(
        "network-insights-path", "nip", "network-insights-path",
        "InvalidNetworkInsightsPathId.NotFound", "InvalidNetworkInsightsPathId.Malformed", "network insights path");

    public required Id<NetworkInsightsPath> Id { get; init; }

    public required DateTimeOffset CreatedDate { get; init; }

    /// <summary>The id of an instance, interface, gateway, endpoint or peering.</summary>
    public required string Source { get; init; }

    /// <summary>As the source; absent where only an address was given.</summary>
    public string? Destination { get; init; }

    public Ip? SourceIp { get; init; }

    public Ip? DestinationIp { get; init; }

    /// <summary>tcp or udp.</summary>
    public required string Protocol { get; init; }

    /// <summary>Absent: any port.</summary>
    public int? DestinationPort { get; init; }

    public PathFilter? FilterAtSource { get; init; }

    public PathFilter? FilterAtDestination { get; init; }
}

/// <summary>What the packet's header must be at one end of a path.</summary>
public sealed record PathFilter
{
    public Ip? SourceAddress { get; init; }

    public FilterPortRange? SourcePortRange { get; init; }

    public Ip? DestinationAddress { get; init; }

    public FilterPortRange? DestinationPortRange { get; init; }
}

/// <summary>Ports from the first to the last.</summary>
public sealed record FilterPortRange
{
    public int? FromPort { get; init; }

    public int? ToPort { get; init; }
}

/// <summary>A path as EC2 answers it.</summary>
public sealed record NetworkInsightsPathView
{
    public required Id<NetworkInsightsPath> NetworkInsightsPathId { get; init; }

    public required string NetworkInsightsPathArn { get; init; }

    public required DateTimeOffset CreatedDate { get; init; }

    public required string Source { get; init; }

    public string? Destination { get; init; }

    public required string SourceArn { get; init; }

    public string? DestinationArn { get; init; }

    public Ip? SourceIp { get; init; }

    public Ip? DestinationIp { get; init; }

    public required string Protocol { get; init; }

    public int? DestinationPort { get; init; }

    public required IReadOnlyList<Tag> Tags { get; init; }

    public PathFilter? FilterAtSource { get; init; }

    public PathFilter? FilterAtDestination { get; init; }

    public static NetworkInsightsPathView Of(Scope scope, NetworkInsightsPath path) => new()
    {
        NetworkInsightsPathId = path.Id,
        NetworkInsightsPathArn = scope.Arn("ec2", $"network-insights-path/{path.Id}"),
        CreatedDate = path.CreatedDate,
        Source = path.Source,
        Destination = path.Destination,
        SourceArn = PathEnds.ArnOf(scope, path.Source),
        DestinationArn = path.Destination is { } d ? PathEnds.ArnOf(scope, d) : null,
        SourceIp = path.SourceIp,
        DestinationIp = path.DestinationIp,
        Protocol = path.Protocol,
        DestinationPort = path.DestinationPort,
        Tags = scope.TagsFor(path.Id.Value),
        FilterAtSource = path.FilterAtSource,
        FilterAtDestination = path.FilterAtDestination,
    };
}
