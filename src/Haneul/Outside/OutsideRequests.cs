namespace Haneul.Outside;

/// <summary>What <c>POST /_haneul/outside/add</c> takes: a host; at home where a home is named.</summary>
internal sealed record AddHostRequest
{
    public string? Name { get; init; }

    public string? Address { get; init; }

    public string? Home { get; init; }

    public IReadOnlyList<int>? Serves { get; init; }
}

/// <summary>What <c>POST /_haneul/outside/add-home</c> takes.</summary>
internal sealed record AddHomeRequest
{
    public string? Name { get; init; }

    public string? Block { get; init; }

    public string? PublicAddress { get; init; }
}

/// <summary>What <c>POST /_haneul/outside/remove</c> takes: a host or home by name.</summary>
internal sealed record RemoveRequest
{
    public string? Name { get; init; }
}

/// <summary>What <c>POST /_haneul/outside/forward</c> and <c>unforward</c> take; the latter needs no host.</summary>
internal sealed record ForwardRequest
{
    public string? Home { get; init; }

    /// <summary>tcp (also where nothing is said) or udp.</summary>
    public string? Protocol { get; init; }

    public int? Port { get; init; }

    public string? Host { get; init; }

    /// <summary>The same as the port, unless told.</summary>
    public int? HostPort { get; init; }
}

/// <summary>What <c>POST /_haneul/outside/expose</c> and <c>unexpose</c> take: a TCP port of the machine.</summary>
internal sealed record ExposeRequest
{
    public int? Port { get; init; }
}
