using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>Which target a balancer's node gives a flow or request to.</summary>
/// <param name="GroupId">The target group.</param>
/// <param name="TargetId">As it was registered.</param>
/// <param name="Address">Where it is spoken to.</param>
/// <param name="Port">At which port.</param>
/// <param name="Of">It may be any of so many, by the flow's hash or the group's algorithm.</param>
/// <param name="Health">Its health; one that is not healthy is taken where too few are (fail open).</param>
public sealed record TargetChoice(string GroupId, string TargetId, Ip Address, int Port, int Of, TargetHealth Health)
{
    /// <summary>Where all that may be taken are spoken to.</summary>
    public ValueList<TargetPlace> Among { get; init; } = [];
}

/// <summary>Where a target is spoken to: one that is registered at two ports is two targets.</summary>
public readonly record struct TargetPlace(Ip Address, int Port)
{
    public override string ToString() => Address.IsV6 ? $"[{Address}]:{Port}" : $"{Address}:{Port}";
}
