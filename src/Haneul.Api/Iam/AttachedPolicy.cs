namespace Haneul.Api.Iam;

/// <summary>A managed policy that a role has.</summary>
public sealed record AttachedPolicy(string PolicyName, string PolicyArn);
