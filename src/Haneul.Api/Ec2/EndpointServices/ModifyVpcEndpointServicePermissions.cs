using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Says who may make endpoints to a service. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcEndpointServicePermissions.html</summary>
public sealed record ModifyVpcEndpointServicePermissions : Command<ModifyVpcEndpointServicePermissions.Result>
{
    public required Id<VpcEndpointService> ServiceId { get; init; }

    [Wire("AddAllowedPrincipals")]
    public IReadOnlyList<string> AddAllowedPrincipals { get; init; } = [];

    [Wire("RemoveAllowedPrincipals")]
    public IReadOnlyList<string> RemoveAllowedPrincipals { get; init; } = [];

    public sealed record Result(IReadOnlyList<AddedPrincipal> AddedPrincipals, [property: Wire("return")] bool ReturnValue);

    public override Result Apply(Draft draft)
    {
        var service = draft.Get(ServiceId);
        if (AddAllowedPrincipals.FirstOrDefault(p => p != "*" && !p.StartsWith("arn:aws:iam::", StringComparison.Ordinal)) is { } wrong)
        {
            throw new Fault("InvalidPrincipal", $"The principal '{wrong}' must be the ARN of an account, user or role, or *");
        }
        var left = service.Principals.RemoveAll(p => RemoveAllowedPrincipals.Contains(p.Principal));
        var added = AddAllowedPrincipals.Distinct(StringComparer.Ordinal).Where(p => left.All(l => l.Principal != p)).Select(p => new ServicePrincipal(draft.NewId("vpce-svc-perm"), p)).ToList();
        draft.Put(service with { Principals = left.AddRange(added) });
        return new Result([.. added.Select(p => new AddedPrincipal(p.Type, p.Principal, p.PermissionId, service.Id))], true);
    }
}

/// <summary>Somebody who may from now on.</summary>
public sealed record AddedPrincipal(string PrincipalType, string Principal, string ServicePermissionId, Id<VpcEndpointService> ServiceId);
