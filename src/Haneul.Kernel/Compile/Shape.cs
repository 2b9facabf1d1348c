using System.Collections.Immutable;
using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>A match taken apart: what a rule of a group or an ACL can ask, at most one of each.</summary>
internal sealed record Shape
{
    private static readonly Reader Read = new();

    /// <summary>Null: any.</summary>
    public int? Protocol { get; init; }

    public Match.Ports? Ports { get; init; }

    public Match.Icmp? Icmp { get; init; }

    public Side Side { get; init; }

    public ImmutableArray<Cidr> Blocks { get; init; } = [];

    public MemberSet? Members { get; init; }

    public static Shape Of(Match match) => match.Accept(Read)(new Shape());

    /// <summary>What the rule admits from (or to) one of its blocks.</summary>
    public Box BoxOf(Cidr block) => this switch
    {
        { Protocol: null } => Box.Of(block, 0, Box.AllProtocols, 0, Box.AllPorts),
        { Ports: { } ports } => Box.Of(block, Protocol.Value, Protocol.Value, ports.First, ports.Last),
        { Icmp: { Type: >= 0, Code: >= 0 } icmp } => Box.Of(block, Protocol.Value, Protocol.Value, icmp.Type * 256 + icmp.Code, icmp.Type * 256 + icmp.Code),
        { Icmp: { Type: >= 0 } icmp } => Box.Of(block, Protocol.Value, Protocol.Value, icmp.Type * 256, icmp.Type * 256 + 255),
        _ => Box.Of(block, Protocol.Value, Protocol.Value, 0, Box.AllPorts),
    };

    /// <summary>Each kind of match puts its part into the shape.</summary>
    private sealed class Reader : IMatchVisitor<Func<Shape, Shape>>
    {
        public Func<Shape, Shape> AllOf(Match.AllOf match) => shape => match.Parts.Aggregate(shape, (s, part) => part.Accept(this)(s));

        public Func<Shape, Shape> Protocol(Match.OfProtocol match) => shape => shape with { Protocol = match.Number };

        public Func<Shape, Shape> Ports(Match.Ports match) => shape => shape with { Ports = match };

        public Func<Shape, Shape> Icmp(Match.Icmp match) => shape => shape with { Icmp = match };

        public Func<Shape, Shape> InBlocks(Match.InBlocks match) => shape => shape with { Side = match.Side, Blocks = match.Blocks };

        public Func<Shape, Shape> InGroup(Match.InGroup match) => shape => shape with { Side = match.Side, Members = match.Members };

        public Func<Shape, Shape> Unresolved(Match.Unresolved match) => shape => shape;
    }
}
