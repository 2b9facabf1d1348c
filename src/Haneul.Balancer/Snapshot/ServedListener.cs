using System.Net;
using Haneul.Fabric;
using Haneul.Io.Tls;
using Haneul.Model;

namespace Haneul.Balancer;

/// <summary>Where sockets listen: the namespace, and the address and port in it.</summary>
internal readonly record struct ListenKey(string Space, IPEndPoint At);

/// <summary>A listener as one node serves it, with all that a request needs at hand; never changed once it is made.</summary>
internal sealed class ServedListener
{
    public required ListenKey Key { get; init; }

    public required string BalancerArn { get; init; }

    /// <summary>Names the balancer in cookies.</summary>
    public ulong BalancerKey => field == 0 ? field = TargetKey.Of(BalancerArn) : field;

    public required string Zone { get; init; }

    public required BalancerSettings Settings { get; init; }

    public required ListenerSettings OwnSettings { get; init; }

    /// <summary>verify, passthrough, or null: what becomes of clients' certificates.</summary>
    public string? MutualMode { get; init; }

    /// <summary>Null: it speaks without TLS.</summary>
    public TlsServer? Tls { get; init; }

    public bool IsTls => Tls is not null;

    public required long IdleMs { get; init; }

    /// <summary>A client's connection is not used longer than that.</summary>
    public required long KeepAliveMs { get; init; }

    public required DesyncMode Desync { get; init; }

    public required ForwardSettings Forward { get; init; }

    public required AnswerSettings Answer { get; init; }

    public required RuleTable Rules { get; init; }

    /// <summary>What each rule does, in the table's order.</summary>
    public required ServedAction[] Actions { get; init; }

    public required ServedAction Default { get; init; }

    /// <summary>All that authenticate users, of its rules and its default.</summary>
    public ServedGate[] Gates { get; init; } = [];

    /// <summary>Address in text, for clients that name no host.</summary>
    public required byte[] Address { get; init; }

    public required BalancerCounts Counts { get; init; }

    /// <summary>The balancer as logs name it: app/name/id.</summary>
    public required byte[] LogName { get; init; }

    /// <summary>Null: none is written.</summary>
    public LogFile? AccessLog { get; init; }

    /// <summary>Likewise, of connections.</summary>
    public LogFile? ConnectionLog { get; init; }
}

/// <summary>What a rule does with a request: exactly one of forward, redirect and fixed answer, for all or for those whom a gate lets pass.</summary>
internal sealed class ServedAction
{
    public required int Priority { get; init; }

    /// <summary>As logs name what was done.</summary>
    public required byte[] Words { get; init; }

    /// <summary>Whom it lets pass before anything else is done; null: everybody.</summary>
    public ServedGate? Gate { get; init; }

    public ServedPool[] Pools { get; init; } = [];

    /// <summary>So long clients stay with the group that they came to; 0: they do not.</summary>
    public int StickySeconds { get; init; }

    /// <summary>Whose turn it is among the pools, for each loop.</summary>
    public GroupTurns[] Turns { get; init; } = [];

    public RedirectTemplate? Redirect { get; init; }

    public FixedAnswer? Fixed { get; init; }

    public Haneul.Fabric.RequestRewrite? Rewrite { get; init; }

    /// <summary>Null where all weights are zero.</summary>
    public ServedPool? Choose(Worker worker) => Turns.Length > 0 && Turns[worker.Index].Next() is >= 0 and var next ? Pools[next] : null;
}

/// <summary>An answer that a rule says word for word.</summary>
internal sealed record FixedAnswer(int Status, byte[] ContentType, byte[] Body);
