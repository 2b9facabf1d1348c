using System.Collections.Immutable;

namespace Haneul.Fabric;

/// <summary>A match and what becomes of a packet that fits it.</summary>
public sealed record Rule(Match Match, bool Permits, Reason Reason);

/// <summary>How the rules of a stage are read.</summary>
public enum Reading
{
    /// <summary>In order; the first that matches decides (network ACL).</summary>
    FirstMatch,

    /// <summary>All together; one that permits is enough (security groups).</summary>
    AnyPermit,
}

/// <summary>A named, ordered list of rules that a packet passes at one place; what no rule matches is denied.</summary>
/// <param name="Name">Unique in the fabric: <c>acl-1/out</c>, <c>sg-1+sg-2/in</c>.</param>
/// <param name="Reading">How the rules are read.</param>
/// <param name="Rules">In order of evaluation.</param>
/// <param name="Otherwise">Who denies what no rule matched.</param>
public sealed record Stage(string Name, Reading Reading, ImmutableArray<Rule> Rules, ReasonSet Otherwise)
{
    /// <summary>The verdict on a packet that belongs to no tracked flow.</summary>
    public bool Permits(Packet packet) => new Asker().Permits(this, packet);
}
