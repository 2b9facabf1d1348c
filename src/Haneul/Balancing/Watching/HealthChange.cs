using System.Text.Json.Serialization;

namespace Haneul.Balancing;

/// <summary>A target whose health is otherwise than it was, as <c>haneul watch --json</c> prints it: in the words of DescribeTargetHealth.</summary>
internal sealed record HealthChange
{
    /// <summary>When it was noticed.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Tells it from a flow.</summary>
    public string Kind { get; } = "health";

    public required string Account { get; init; }

    public required string Region { get; init; }

    /// <summary>The VPC of the target group; functions' groups have none.</summary>
    public string? Vpc { get; init; }

    /// <summary>The target group's name.</summary>
    public required string Group { get; init; }

    public required string GroupArn { get; init; }

    /// <summary>As it was registered: an instance's id, an address, an ARN.</summary>
    public required string Target { get; init; }

    /// <summary>What people call it.</summary>
    public string? Name { get; init; }

    /// <summary>Where it is asked; null for what has no address of its own.</summary>
    public string? Address { get; init; }

    /// <summary>Null for functions.</summary>
    public int? Port { get; init; }

    /// <summary>The state before; absent: it was registered just now.</summary>
    public string? From { get; init; }

    /// <summary>The state now; absent: it is registered no more.</summary>
    public string? To { get; init; }

    /// <summary>AWS's code of why it is so now: <c>Target.Timeout</c> …</summary>
    public string? Reason { get; init; }

    /// <summary>The same for people.</summary>
    public string? Description { get; init; }

    [JsonIgnore]
    public string Told => $"{(Name is null ? Target : $"{Name} ({Target})")}{(Port is { } port ? $" port {port}" : "")} in {Group}";
}
