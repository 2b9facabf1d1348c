using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Makes the role of a service. https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceLinkedRole.html</summary>
public sealed record CreateServiceLinkedRole : Command<RoleResult>
{
    [Wire("AWSServiceName")]
    public required string AwsServiceName { get; init; }

    public string? Description { get; init; }

    public string? CustomSuffix { get; init; }

    public override RoleResult Apply(Draft draft) => new(RoleView.Of(draft, ServiceLinkedRoles.Make(draft, AwsServiceName, CustomSuffix, Description)));
}
