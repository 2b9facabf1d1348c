namespace Haneul.Checks;

/// <summary>What <c>POST /_haneul/check</c> takes: checks, and where to look for what they name.</summary>
internal sealed record CheckRequest
{
    /// <summary>Look in this region only; absent: in all.</summary>
    public string? Region { get; init; }

    /// <summary>Look in this account only; absent: the daemon's own.</summary>
    public string? Account { get; init; }

    public required IReadOnlyList<Check> Checks { get; init; }
}

/// <summary>One claim about the network: every one of these sources does, or does not, reach every one of these destinations.</summary>
internal sealed record Check
{
    public required string Name { get; init; }

    /// <summary>Ends as <c>haneul trace</c> knows them, patterns (<c>web-*</c>) and tags (<c>tag:Tier=web</c>).</summary>
    public required IReadOnlyList<string> From { get; init; }

    public required IReadOnlyList<CheckTarget> To { get; init; }

    /// <summary>Left out of what patterns and tags mean, on both sides.</summary>
    public IReadOnlyList<string> Except { get; init; } = [];

    public string? Protocol { get; init; }

    public bool Ipv6 { get; init; }

    /// <summary>What is claimed: reachable, else blocked.</summary>
    public required bool Reachable { get; init; }

    /// <summary>Where it stands in its file, counted from 1.</summary>
    public int Line { get; init; }
}

/// <summary>A destination and its port; none means the one that a trace takes.</summary>
internal sealed record CheckTarget(string Name, int? Port);
