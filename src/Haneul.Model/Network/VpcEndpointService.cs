using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>A service of an account's own, which endpoints of any account in the region can lead to: here one behind gateway load balancers. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ServiceConfiguration.html</summary>
public sealed record VpcEndpointService : IResource<VpcEndpointService>
{
    public static Kind Kind { get; } = new(
        "vpc-endpoint-service", "vpce-svc", "vpc-endpoint-service", "InvalidVpcEndpointServiceId.NotFound", "InvalidVpcEndpointServiceId.Malformed", "VpcEndpointService Id");

    public required Id<VpcEndpointService> Id { get; init; }

    /// <summary>Balancers of type gateway, by ARN; at least one.</summary>
    public required ImmutableArray<string> GatewayBalancerArns { get; init; }

    /// <summary>An endpoint carries nothing until the service's owner has accepted it.</summary>
    public required bool AcceptanceRequired { get; init; }

    /// <summary>ipv4, ipv6 or both.</summary>
    public ImmutableArray<string> AddressTypes { get; init; } = ["ipv4"];

    /// <summary>Who may make endpoints beside the owner.</summary>
    public ImmutableArray<ServicePrincipal> Principals { get; init; } = [];

    public string NameIn(string region) => $"{PrefixIn(region)}{Id}";

    /// <summary>The name under which its endpoints would have theirs.</summary>
    public string BaseDnsIn(string region) => $"{Id}.{region}.vpce.amazonaws.com";

    public static string PrefixIn(string region) => $"com.amazonaws.vpce.{region}.";
}

/// <summary>Somebody who may make endpoints: an account, user or role by ARN, or * for all.</summary>
/// <param name="PermissionId"><c>vpce-svc-perm-…</c></param>
/// <param name="Principal">The ARN.</param>
public sealed record ServicePrincipal(string PermissionId, string Principal)
{
    /// <summary>All, Account, User or Role, in the words of EC2.</summary>
    public string Type => Principal == "*" ? "All"
        : Principal.EndsWith(":root", StringComparison.Ordinal) ? "Account"
        : Principal.Contains(":user/", StringComparison.Ordinal) ? "User"
        : Principal.Contains(":role/", StringComparison.Ordinal) ? "Role" : "Service";

    /// <summary>Haneul asks for accounts: a user's or role's permission is one of its account.</summary>
    public bool Admits(string account) => Principal == "*" || Principal == account || Principal.StartsWith($"arn:aws:iam::{account}:", StringComparison.Ordinal);
}
