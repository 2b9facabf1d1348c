namespace Haneul.Model;

/// <summary>A stream of a CloudWatch log group; what was written to it is kept apart. The id is the group's name, a colon, and its own.</summary>
public sealed record LogStream : IResource<LogStream>
{
    public static Kind Kind { get; } = new("log-stream", "", "", "ResourceNotFoundException", "InvalidParameterException", "log stream");

    public required Id<LogStream> Id { get; init; }

    public required string Group { get; init; }

    public required string Name { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    /// <summary>Neither name may hold a colon.</summary>
    public static Id<LogStream> IdOf(string group, string name) => new($"{group}:{name}");

    public static LogStream Of(string group, string name, DateTimeOffset now) => new() { Id = IdOf(group, name), Group = group, Name = name, CreateTime = now };
}
