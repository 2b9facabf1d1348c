using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>Which address of a packet a match speaks of.</summary>
public enum Side
{
    Source,
    Destination,
}

/// <summary>
/// What a rule asks of a packet, as data: the tracer asks it, reachability intersects with it, a kernel prints it.
/// Read by <see cref="IMatchVisitor{T}"/>, so a match that a reader forgot does not compile.
/// </summary>
public abstract record Match
{
    public static Match Any { get; } = new AllOf([]);

    public abstract T Accept<T>(IMatchVisitor<T> visitor);

    /// <summary>All of these at once; none: every packet.</summary>
    public sealed record AllOf(ImmutableArray<Match> Parts) : Match
    {
        public override T Accept<T>(IMatchVisitor<T> visitor) => visitor.AllOf(this);
    }

    /// <summary>One protocol.</summary>
    public sealed record OfProtocol(int Number) : Match
    {
        public override T Accept<T>(IMatchVisitor<T> visitor) => visitor.Protocol(this);
    }

    /// <summary>The destination port lies in the range (inclusive).</summary>
    public sealed record Ports(int First, int Last) : Match
    {
        public override T Accept<T>(IMatchVisitor<T> visitor) => visitor.Ports(this);
    }

    /// <summary>ICMP type and code; -1 is any.</summary>
    public sealed record Icmp(int Type, int Code) : Match
    {
        public override T Accept<T>(IMatchVisitor<T> visitor) => visitor.Icmp(this);
    }

    /// <summary>An address lies in one of the blocks (a block, or the entries of a prefix list).</summary>
    public sealed record InBlocks(Side Side, ImmutableArray<Cidr> Blocks, string? ListId) : Match
    {
        public override T Accept<T>(IMatchVisitor<T> visitor) => visitor.InBlocks(this);
    }

    /// <summary>An address belongs to a member of a group.</summary>
    public sealed record InGroup(Side Side, MemberSet Members) : Match
    {
        public override T Accept<T>(IMatchVisitor<T> visitor) => visitor.InGroup(this);
    }

    /// <summary>Matches nothing: the group that it names can no longer be resolved.</summary>
    public sealed record Unresolved(string GroupId) : Match
    {
        public override T Accept<T>(IMatchVisitor<T> visitor) => visitor.Unresolved(this);
    }
}

/// <summary>One method for each kind of <see cref="Match"/>.</summary>
public interface IMatchVisitor<out T>
{
    T AllOf(Match.AllOf match);

    T Protocol(Match.OfProtocol match);

    T Ports(Match.Ports match);

    T Icmp(Match.Icmp match);

    T InBlocks(Match.InBlocks match);

    T InGroup(Match.InGroup match);

    T Unresolved(Match.Unresolved match);
}

/// <summary>The addresses of all interfaces in a group, computed once and shared by all rules that name the group.</summary>
/// <param name="groupId">The group.</param>
/// <param name="addresses">Of its interfaces.</param>
/// <param name="nodes">Its interfaces that are nodes of network balancers: what they pass on is from the group, whosever address it bears. https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html</param>
public sealed class MemberSet(string groupId, HashSet<Ip> addresses, HashSet<string> nodes)
{
    private readonly HashSet<Ip> addresses = addresses;
    private readonly HashSet<string> nodes = nodes;

    public string GroupId { get; } = groupId;

    public IReadOnlySet<Ip> Addresses => addresses;

    public IReadOnlySet<string> Nodes => nodes;

    public bool Contains(Ip ip) => addresses.Contains(ip);
}
