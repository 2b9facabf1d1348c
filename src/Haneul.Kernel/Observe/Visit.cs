using Haneul.Fabric;

namespace Haneul.Kernel;

/// <summary>One crossing of a namespace by a probe or its answer, as the kernel told it: what came in, what each chain made of it, and how it left.</summary>
public sealed class Visit(string ns, bool isAnswer, Packet packet, string? device)
{
    private readonly List<ChainRun> runs = [];

    public string Namespace { get; } = ns;

    /// <summary>It answers a probe.</summary>
    public bool IsAnswer { get; } = isAnswer;

    /// <summary>The packet as it came in, before any translation here.</summary>
    public Packet Packet { get; } = packet;

    /// <summary>The device that it came in by; null where it was made here.</summary>
    public string? In { get; } = device;

    /// <summary>In the order in which they were passed.</summary>
    public IReadOnlyList<ChainRun> Runs => runs;

    /// <summary>What the kernel said afterwards about the route; null where it was not asked.</summary>
    public RouteSeen? Route { get; set; }

    /// <summary>How it left, with all translations done; null where it did not.</summary>
    public ChainRun? Left => Of(TraceTable.Left);

    /// <summary>It was delivered to the namespace itself.</summary>
    public bool HasStayed => Of(TraceTable.Stayed) is not null || Runs.Any(r => r.Chain == "input");

    /// <summary>The mark that it had when a route was chosen.</summary>
    public uint Mark { get; private set; }

    /// <summary>The run of one of Haneul's base chains; null where the packet did not come so far.</summary>
    public ChainRun? Of(string chain)
    {
        foreach (var run in runs)
        {
            if (run.Chain == chain) return run;
        }
        return null;
    }

    internal void Begin(ChainRun run) => runs.Add(run);

    internal void Note(uint mark)
    {
        // Later marks say who refused the packet.
        if (runs is [.., { Chain: TraceTable.Enter or "arrive" }]) Mark = mark;
    }
}

/// <summary>What one base chain, and those that it led into, made of a packet.</summary>
/// <param name="Table">The table.</param>
/// <param name="Chain">The base chain.</param>
/// <param name="Packet">The packet as it came to it.</param>
/// <param name="Out">The device that it is to leave by, where that is known by then.</param>
public sealed record ChainRun(string Table, string Chain, Packet Packet, string? Out)
{
    private readonly List<ChainHit> hits = [];

    /// <summary>In order; the last one decided.</summary>
    public IReadOnlyList<ChainHit> Hits => hits;

    public bool IsDropped => hits is [.., { Verdict: NftVerdictCode.Drop }];

    /// <summary>The rule that decided, before the chains that note and drop what is refused; null where it was the policy.</summary>
    public ChainHit? Decider
    {
        get
        {
            for (var i = hits.Count - 1; i >= 0; i--)
            {
                if (hits[i].Chain is not ("refuse" or "count-refused")) return hits[i].Place is null ? null : hits[i];
            }
            return null;
        }
    }

    internal void Add(ChainHit hit) => hits.Add(hit);
}

/// <summary>A rule that matched, or a chain that came to its end.</summary>
/// <param name="Chain">The chain.</param>
/// <param name="Place">The place of the rule in it, from 0; null: its end.</param>
/// <param name="Verdict">What was decided.</param>
public readonly record struct ChainHit(string Chain, int? Place, NftVerdictCode Verdict)
{
    /// <summary>The place of a rule that is not of Haneul's table, or no longer.</summary>
    public const int Unknown = -1;
}
