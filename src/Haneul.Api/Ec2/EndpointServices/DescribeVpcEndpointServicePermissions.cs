using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists who may make endpoints to a service. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcEndpointServicePermissions.html</summary>
public sealed record DescribeVpcEndpointServicePermissions : DescribeQuery<DescribeVpcEndpointServicePermissions.Result>
{
    public required Id<VpcEndpointService> ServiceId { get; init; }

    public sealed record Result([property: Wire("allowedPrincipals")] IReadOnlyList<AllowedPrincipal> AllowedPrincipals, string? NextToken);

    private static readonly Dictionary<string, Reads<ServicePrincipal>> Known = new(StringComparer.Ordinal)
    {
        ["principal"] = (_, p) => [p.Principal],
        ["principal-type"] = (_, p) => [p.Type],
    };

    public override Result Answer(Scope scope)
    {
        var service = scope.Get(ServiceId);
        var page = new Selection<ServicePrincipal>(scope, service.Principals, p => p.PermissionId).Where(Filters, Known).Paged(MaxResults, NextToken);
        return new Result([.. page.Rows.Select(p => new AllowedPrincipal(p.Type, p.Principal, p.PermissionId, [], service.Id))], page.NextToken);
    }
}

/// <summary>Somebody who may make endpoints.</summary>
public sealed record AllowedPrincipal(string PrincipalType, string Principal, string ServicePermissionId, IReadOnlyList<Tag> Tags, Id<VpcEndpointService> ServiceId);
