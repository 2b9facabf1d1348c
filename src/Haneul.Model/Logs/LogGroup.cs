using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>A CloudWatch log group. Its events are kept apart. The id is its name.</summary>
public sealed record LogGroup : IResource<LogGroup>
{
    public static Kind Kind { get; } = new("log-group", "", "", "ResourceNotFoundException", "InvalidParameterException", "log group");

    public required Id<LogGroup> Id { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    /// <summary>Null keeps for ever.</summary>
    public int? RetentionDays { get; init; }

    public string? KmsKeyId { get; init; }

    /// <summary>STANDARD, INFREQUENT_ACCESS or DELIVERY.</summary>
    public string Class { get; init; } = "STANDARD";

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = TagSet.None;
}
