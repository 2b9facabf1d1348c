namespace Haneul.Balancer;

/// <summary>How a data plane runs.</summary>
public sealed record DataPlaneOptions
{
    /// <summary>Event loops, each a thread with its own listening sockets, connections to targets and buffers; one for each core.</summary>
    public int Loops { get; init; } = Environment.ProcessorCount;

    /// <summary>The folder that stands for S3: access logs go to the bucket's folder in it. Null: none are written.</summary>
    public string? LogDirectory { get; init; }
}
