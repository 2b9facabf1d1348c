using System.Security.Cryptography;
using System.Text;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>An instance profile by ARN or name. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IamInstanceProfileSpecification.html</summary>
public sealed record IamInstanceProfileSpecification
{
    public string? Arn { get; init; }

    public string? Name { get; init; }
}

/// <summary>Tells instance profiles from what clients name them by.</summary>
internal static class InstanceProfiles
{
    /// <summary>The ARN of the profile that is named.</summary>
    public static string ArnOf(Scope scope, IamInstanceProfileSpecification named)
    {
        if (named is { Arn: not null, Name: not null }) throw Fault.Combination("The parameter 'iamInstanceProfile.name' may not be used in combination with 'iamInstanceProfile.arn'");
        if (named.Arn is { } arn)
        {
            if (!arn.StartsWith("arn:", StringComparison.Ordinal) || !arn.Contains(":instance-profile/", StringComparison.Ordinal)) throw Fault.Invalid("iamInstanceProfile.arn", arn, "Invalid IAM Instance Profile ARN");
            return arn;
        }
        return named.Name is { Length: > 0 } name ? $"arn:aws:iam::{scope.Account}:instance-profile/{name}" : throw Fault.Missing("iamInstanceProfile.name or iamInstanceProfile.arn");
    }

    /// <summary>AWS's id of a profile (<c>AIPA…</c>).</summary>
    public static string IdOf(Scope scope, string arn) =>
        "AIPA" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{scope.Account}/{arn}")))[..17];
}
