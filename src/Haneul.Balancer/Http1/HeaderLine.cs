namespace Haneul.Balancer;

/// <summary>Where a header's line, name and value stand in the bytes of its head.</summary>
internal struct HeaderLine
{
    public int From;
    public int NameLength;
    public int ValueFrom;
    public int ValueLength;

    /// <summary>Behind the CR LF of the line.</summary>
    public int To;

    public KnownHeader Known;
}

/// <summary>The headers that the balancer itself understands.</summary>
internal enum KnownHeader : byte
{
    None,
    Host,
    ContentLength,
    TransferEncoding,
    Connection,
    KeepAlive,
    ProxyConnection,
    Te,
    Upgrade,
    Expect,
    Cookie,
    UserAgent,
    ForwardedFor,
    ForwardedProto,
    ForwardedPort,
    TraceId,
    Server,

    /// <summary>A name that others may take for Content-Length or Transfer-Encoding.</summary>
    Suspicious,

    /// <summary>It goes no further, for a reason that depends on the request or the balancer's attributes.</summary>
    Dropped,
}
