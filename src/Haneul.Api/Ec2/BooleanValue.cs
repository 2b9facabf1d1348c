namespace Haneul.Api.Ec2;

/// <summary>A truth value in a structure of its own, as EC2 writes attributes.</summary>
public sealed record BooleanValue
{
    public bool? Value { get; init; }
}

/// <summary>A text in a structure of its own, as EC2 writes attributes.</summary>
public sealed record StringValue
{
    public string? Value { get; init; }
}
