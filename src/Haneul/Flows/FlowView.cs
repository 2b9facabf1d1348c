using System.Text.Json.Serialization;
using Haneul.Kernel;
using Haneul.Output;
using Haneul.Tracing;

namespace Haneul.Flows;

/// <summary>What became of packets.</summary>
internal enum FlowVerdict
{
    Accept,

    /// <summary>By a security group or network ACL, or by the end of its connection: AWS logs it as REJECT.</summary>
    Reject,

    /// <summary>By what AWS logs not: no route, or the source/destination check.</summary>
    Drop,
}

/// <summary>A flow in words, as <c>haneul flows</c> and <c>haneul watch</c> tell it.</summary>
internal sealed record FlowView
{
    public required DateTimeOffset First { get; init; }

    public required DateTimeOffset Last { get; init; }

    public required FlowVerdict Verdict { get; init; }

    public required string Vpc { get; init; }

    public required string Protocol { get; init; }

    public required string Source { get; init; }

    /// <summary>What has the source, as people call it.</summary>
    public string? From { get; init; }

    public int? SourcePort { get; init; }

    public required string Destination { get; init; }

    /// <summary>What has the destination.</summary>
    public string? To { get; init; }

    public int? DestinationPort { get; init; }

    /// <summary>The interfaces that it left and came to, where they are of this VPC.</summary>
    public IReadOnlyList<string> Interfaces { get; init; } = [];

    public ulong Packets { get; init; }

    /// <summary>Of whole IP packets.</summary>
    public ulong Bytes { get; init; }

    /// <summary>Where it ended; absent where it passed.</summary>
    public Border? Border { get; init; }

    /// <summary>The objects that refused it.</summary>
    public IReadOnlyList<ReasonReport>? By { get; init; }

    /// <summary>The same in a sentence.</summary>
    public string? Why { get; init; }

    /// <summary>How a gateway translates it, where that is known.</summary>
    public string? Translated { get; init; }

    [JsonIgnore]
    public string FromTold => Told(Source, From, SourcePort, isService: false);

    [JsonIgnore]
    public string ToTold => Told(Destination, To, DestinationPort, isService: true);

    private static string Told(string address, string? name, int? port, bool isService)
    {
        var end = port is { } p ? address.Contains(':') ? $"[{address}]:{p}" : $"{address}:{p}" : address;
        var service = isService && port is { } number ? PortNames.Of(number) : null;
        return (name, service) switch
        {
            (null, null) => end,
            (null, _) => $"{end} ({service})",
            (_, null) => $"{end} ({name})",
            _ => $"{end} ({name}, {service})",
        };
    }
}
