namespace Haneul.Fabric;

/// <summary>The name in a host header (RFC 9110, section 7.2: uri-host, then a colon and a port where it is not the default).</summary>
public static class RequestHost
{
    /// <summary>Without the port; an IPv6 address keeps its brackets.</summary>
    public static ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> host)
    {
        var colon = host.LastIndexOf((byte)':');
        return colon < 0 || colon < host.LastIndexOf((byte)']') ? host : host[..colon];
    }
}
