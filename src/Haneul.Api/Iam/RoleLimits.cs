namespace Haneul.Api.Iam;

/// <summary>Limits of roles that Haneul keeps. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html</summary>
internal static class RoleLimits
{
    public const int TrustPolicyCharacters = 4096;

    public const int ManagedPolicyCharacters = 6144;

    public const int InlinePolicyCharacters = 10_240;

    public const int AttachedPolicies = 20;

    public static int CheckSession(int seconds) =>
        seconds is >= 3600 and <= 43_200 ? seconds : throw IamFaults.Validation($"Value {seconds} at 'maxSessionDuration' must be between 3600 and 43200");
}
