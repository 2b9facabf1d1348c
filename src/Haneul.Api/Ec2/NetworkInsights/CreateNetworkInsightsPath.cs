using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Keeps a question about reachability. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkInsightsPath.html</summary>
public sealed record CreateNetworkInsightsPath : Command<CreateNetworkInsightsPath.Result>, ITokened
{
    public required string Source { get; init; }

    public string? Destination { get; init; }

    public Ip? SourceIp { get; init; }

    public Ip? DestinationIp { get; init; }

    public required string Protocol { get; init; }

    public int? DestinationPort { get; init; }

    public PathFilter? FilterAtSource { get; init; }

    public PathFilter? FilterAtDestination { get; init; }

    public IReadOnlyList<TagSpecification> TagSpecifications { get; init; } = [];

    public string? ClientToken { get; init; }

    public sealed record Result(NetworkInsightsPathView NetworkInsightsPath);

    public override Result Apply(Draft draft)
    {
        var protocol = Protocol.ToLowerInvariant();
        if (protocol is not ("tcp" or "udp")) throw Fault.Invalid("Protocol", Protocol, "It must be tcp or udp");
        CheckHeaders();
        if (Destination is null && DestinationIp is null && FilterAtSource?.DestinationAddress is null) throw Fault.Missing("Destination");
        var path = draft.Put(new NetworkInsightsPath
        {
            Id = draft.NewId<NetworkInsightsPath>(),
            CreatedDate = draft.Now,
            Source = PathEnds.Read(draft, Source, "Source"),
            Destination = Destination is { } d ? PathEnds.Read(draft, d, "Destination") : null,
            SourceIp = SourceIp,
            DestinationIp = DestinationIp,
            Protocol = protocol,
            DestinationPort = DestinationPort,
            FilterAtSource = FilterAtSource,
            FilterAtDestination = FilterAtDestination,
        });
        draft.TagNew(path.Id, TagSpecifications);
        return new Result(NetworkInsightsPathView.Of(draft, path));
    }

    private void CheckHeaders()
    {
        var isFiltered = FilterAtSource is not null || FilterAtDestination is not null;
        if (isFiltered && (SourceIp is not null || DestinationIp is not null || DestinationPort is not null))
        {
            throw Fault.Combination("Give the packet by FilterAtSource and FilterAtDestination, or by SourceIp, DestinationIp and DestinationPort; not both");
        }
        CheckPort("DestinationPort", DestinationPort);
        foreach (var (name, filter) in new[] { ("FilterAtSource", FilterAtSource), ("FilterAtDestination", FilterAtDestination) })
        {
            CheckRange($"{name}.SourcePortRange", filter?.SourcePortRange);
            CheckRange($"{name}.DestinationPortRange", filter?.DestinationPortRange);
        }
        foreach (var ip in new[] { SourceIp, DestinationIp, FilterAtSource?.SourceAddress, FilterAtSource?.DestinationAddress, FilterAtDestination?.SourceAddress, FilterAtDestination?.DestinationAddress })
        {
            if (ip is { IsV6: true }) throw Fault.Invalid("IpAddress", ip.ToString(), "Reachability analyses speak IPv4 only; 'haneul trace' speaks IPv6 too");
        }
    }

    private static void CheckRange(string name, FilterPortRange? range)
    {
        if (range is null) return;
        CheckPort($"{name}.FromPort", range.FromPort);
        CheckPort($"{name}.ToPort", range.ToPort);
        if (range.FromPort > range.ToPort) throw Fault.Invalid(name, $"{range.FromPort}-{range.ToPort}", "The first port lies after the last");
    }

    private static void CheckPort(string name, int? port)
    {
        if (port is < 0 or > 65535) throw Fault.Invalid(name, $"{port}", "A port is 0 to 65535");
    }
}
