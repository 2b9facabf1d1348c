namespace Haneul.Api.Wire;

/// <summary>The member's name on the wire, both ways, where it does not follow the rule of its protocol.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class WireAttribute(string name) : Attribute
{
    public string In { get; init; } = name;

    public string Out { get; init; } = name;

    /// <summary>What the items of the list are called in answers, where it is not the protocol's own word.</summary>
    public string? Item { get; init; }
}

/// <summary>A request member that is taken and kept or ignored, but changes nothing that Haneul does; the docs list all of these.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NoEffectAttribute(string why) : Attribute
{
    /// <summary>What it would do on AWS, or why it means nothing here.</summary>
    public string Why { get; } = why;
}
