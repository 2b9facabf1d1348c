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
    /// <summary>The ARN of the profile that is named; it must be there.</summary>
    public static string ArnOf(Scope scope, IamInstanceProfileSpecification named)
    {
        if (named is { Arn: not null, Name: not null }) throw Fault.Combination("The parameter 'iamInstanceProfile.name' may not be used in combination with 'iamInstanceProfile.arn'");
        if (named.Arn is { } arn)
        {
            return Find(scope, arn) is not null ? arn : throw Fault.Invalid("iamInstanceProfile.arn", arn, "Invalid IAM Instance Profile ARN");
        }
        var name = named.Name is { Length: > 0 } given ? given : throw Fault.Missing("iamInstanceProfile.name or iamInstanceProfile.arn");
        return scope.TryFind(new Id<IamInstanceProfile>(name), out var profile)
            ? profile.ArnIn(scope.Account)
            : throw Fault.Invalid("iamInstanceProfile.name", name, "Invalid IAM Instance Profile name");
    }

    /// <summary>AWS's id of a profile (<c>AIPA…</c>); one that was deleted while an instance had it keeps none.</summary>
    public static string IdOf(Scope scope, string arn) => Find(scope, arn)?.UniqueId ?? "";

    private static IamInstanceProfile? Find(Scope scope, string arn) =>
        scope.Find<IamInstanceProfile>(new Id<IamInstanceProfile>(arn[(arn.LastIndexOf('/') + 1)..])) is { } profile && profile.ArnIn(scope.Account) == arn ? profile : null;
}
