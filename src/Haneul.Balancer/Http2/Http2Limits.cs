namespace Haneul.Balancer.Http2;

/// <summary>What one end allows the other. The defaults are an application balancer's.</summary>
internal sealed record Http2Limits
{
    public static Http2Limits Default { get; } = new();

    /// <summary>At once: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html</summary>
    public int Streams { get; init; } = 128;

    /// <summary>Bytes of a body that may come before they are asked for.</summary>
    public int StreamWindow { get; init; } = 64 * 1024;

    /// <summary>For all streams together.</summary>
    public int ConnectionWindow { get; init; } = 1024 * 1024;

    /// <summary>Of a head, as SETTINGS_MAX_HEADER_LIST_SIZE counts.</summary>
    public int HeadSize { get; init; } = 64 * 1024;

    /// <summary>Of a head as it is coded.</summary>
    public int BlockSize { get; init; } = 80 * 1024;

    /// <summary>Frames of one head.</summary>
    public int Continuations { get; init; } = 64;

    public int TableSize { get; init; } = 4096;
}
