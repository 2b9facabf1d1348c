using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>Asks rules about one packet.</summary>
internal sealed class Asker : IMatchVisitor<bool>
{
    private Packet packet;

    /// <summary>The node of a network balancer that passed the packet on: for rules that name a group it is from the node's groups.</summary>
    public Port? Via { get; set; }

    /// <summary>Take groups that can no longer be resolved for such as would match.</summary>
    private bool assumesResolved;

    /// <summary>The verdict alone.</summary>
    public bool Permits(Stage stage, Packet asked)
    {
        packet = asked;
        assumesResolved = false;
        foreach (var rule in stage.Rules)
        {
            if (rule.Match.Accept(this)) return rule.Permits;
        }
        return false;
    }

    /// <summary>Who decides: every permitting rule of an any-permit stage, the first match of the other, or who denies by default.</summary>
    public ReasonSet Deciders(Stage stage, Packet asked)
    {
        packet = asked;
        assumesResolved = false;
        var matching = stage.Rules.Where(r => r.Match.Accept(this)).Select(r => r.Reason);
        if (stage.Reading == Reading.FirstMatch) matching = matching.Take(1);
        var set = ReasonSet.Of(matching);
        return set.Count > 0 ? set : stage.Otherwise;
    }

    /// <summary>The rules that would match, were the groups that they name still known.</summary>
    public ReasonSet Stale(Stage stage, Packet asked)
    {
        packet = asked;
        assumesResolved = true;
        return ReasonSet.Of(stage.Rules.Where(r => r.Match.Accept(this)).Select(r => r.Reason));
    }

    public bool AllOf(Match.AllOf match)
    {
        foreach (var part in match.Parts)
        {
            if (!part.Accept(this)) return false;
        }
        return true;
    }

    public bool Protocol(Match.OfProtocol match) => packet.Protocol == match.Number;

    public bool Ports(Match.Ports match) => packet.DestinationPort >= match.First && packet.DestinationPort <= match.Last;

    public bool Icmp(Match.Icmp match) =>
        (match.Type < 0 || packet.IcmpType == match.Type) && (match.Code < 0 || packet.IcmpCode == match.Code);

    public bool InBlocks(Match.InBlocks match)
    {
        var address = Address(match.Side);
        foreach (var block in match.Blocks)
        {
            if (block.Contains(address)) return true;
        }
        return false;
    }

    public bool InGroup(Match.InGroup match) =>
        match.Members.Contains(Address(match.Side)) || Via is { } node && match.Side == Side.Source && match.Members.Nodes.Contains(node.Id);

    public bool Unresolved(Match.Unresolved match) => assumesResolved;

    private Ip Address(Side side) => side == Side.Source ? packet.Source : packet.Destination;
}
