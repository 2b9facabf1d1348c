using System.Text.Json.Serialization;
using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Tracing;

/// <summary>A trace in words, as <c>POST /_haneul/trace</c> and <c>haneul trace --json</c> give it.</summary>
internal sealed record TraceReport
{
    /// <summary>The packet gets there and its answer comes back.</summary>
    public required bool Reachable { get; init; }

    /// <summary>model: packets are computed, not carried.</summary>
    public required string Mode { get; init; }

    public required ObjectReport From { get; init; }

    /// <summary>What was asked for, as far as it is a thing; else the address as written.</summary>
    public required ObjectReport To { get; init; }

    /// <summary>The packet as it left the source.</summary>
    public required PacketReport Packet { get; init; }

    public required IReadOnlyList<HopReport> Forward { get; init; }

    public required IReadOnlyList<HopReport> Return { get; init; }

    public required IReadOnlyList<BlockerReport> Blockers { get; init; }

    /// <summary>The connection that a load balancer opens itself to a target, where the packet ended at one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TraceReport? Next { get; init; }

    /// <summary>The four conditions for internet access, where the question is about the internet.</summary>
    public IReadOnlyList<ConditionReport>? InternetConditions { get; init; }
}

/// <summary>An object by kind, id and Name tag; an interface also by what it belongs to.</summary>
internal sealed record ObjectReport(ObjectKind Kind, string Id, string? Name = null, ObjectReport? Of = null)
{
    /// <summary>What people call it: the name of what it belongs to, its own, or its id.</summary>
    [JsonIgnore]
    public string Label => Of?.Label ?? Name ?? Id;

    /// <summary>Label and ids: <c>bastion (i-…, eni-…)</c>.</summary>
    [JsonIgnore]
    public string Told => string.Join(", ", Ids.Where(i => i != Label)) is { Length: > 0 } ids ? $"{Label} ({ids})" : Label;

    private IEnumerable<string> Ids => Of is null ? [Id] : [.. Of.Ids, Id];
}

/// <summary>A packet's header.</summary>
internal sealed record PacketReport(string Protocol, string Source, int? SourcePort, string Destination, int? DestinationPort, int? IcmpType, int? IcmpCode)
{
    public static PacketReport Of(Packet packet)
    {
        var (ports, icmp) = (Protocols.HasPorts(packet.Protocol), Protocols.IsIcmp(packet.Protocol));
        return new PacketReport(
            Protocols.NameOf(packet.Protocol), packet.Source.ToString(), ports ? packet.SourcePort : null, packet.Destination.ToString(), ports ? packet.DestinationPort : null,
            icmp ? packet.IcmpType : null, icmp ? packet.IcmpCode : null);
    }

    [JsonIgnore]
    public string From => With(Source, SourcePort);

    [JsonIgnore]
    public string To => With(Destination, DestinationPort);

    private static string With(string address, int? port) => port is null ? address : address.Contains(':', StringComparison.Ordinal) ? $"[{address}]:{port}" : $"{address}:{port}";
}

/// <summary>One place on the way, with what is asked and done there; the packet as it comes and as it goes.</summary>
internal sealed record HopReport(ObjectReport At, PacketReport Before, PacketReport After, bool Hypothetical, IReadOnlyList<StepReport> Steps);

/// <summary>One thing that is asked or done.</summary>
internal sealed record StepReport(
    StepKind Kind, Decision Decision, ObjectReport At, bool Hypothetical, string? Code, IReadOnlyList<ReasonReport> Reasons, string Told, ObjectReport? Next)
{
    /// <summary>The target that a load balancer takes, of how many.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ChoiceReport? Choice { get; init; }

    /// <summary>What an application balancer demands of a request, or answers itself.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RequestReport? Request { get; init; }

    /// <summary>Of an observed packet: the kernel did not tell it by itself.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Recovered { get; init; }
}

/// <summary>The target that a load balancer takes: one of so many that it may take.</summary>
internal sealed record ChoiceReport(string GroupId, string TargetId, string Address, int Port, int Of, string Health);

/// <inheritdoc cref="RequestOutcome"/>
internal sealed record RequestReport(int? Status, int? Unauthenticated, string? Provider, bool NeedsHttp2)
{
    /// <summary>Null where there is nothing to be said.</summary>
    public static RequestReport? Of(RequestOutcome? outcome) =>
        outcome is null or { Status: null, Unauthenticated: null, NeedsHttp2: false } ? null : new RequestReport(outcome.Status, outcome.Unauthenticated, outcome.Provider, outcome.NeedsHttp2);
}

/// <summary>Who decided: the object, its part (rule, entry, route), and that part in words.</summary>
internal sealed record ReasonReport(ObjectReport Object, string Part, string Told);

/// <summary>One thing in the way, and what would open it.</summary>
internal sealed record BlockerReport(
    string Code, string Meaning, ObjectReport At, Direction Direction, StepKind Step, bool Hypothetical, PacketReport Packet, IReadOnlyList<ReasonReport> Reasons, OpeningKind Opening, string Opens);

/// <summary>One of the four conditions.</summary>
internal sealed record ConditionReport(string Condition, bool Holds, IReadOnlyList<ReasonReport> By);
