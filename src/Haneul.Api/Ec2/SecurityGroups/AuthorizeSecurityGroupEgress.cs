using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Adds rules for what may leave. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupEgress.html</summary>
public sealed record AuthorizeSecurityGroupEgress : Command<Authorized>
{
    public required Id<SecurityGroup> GroupId { get; init; }

    [Wire("IpPermissions")]
    public IReadOnlyList<IpPermission> IpPermissions { get; init; } = [];

    public IReadOnlyList<TagSpecification> TagSpecifications { get; init; } = [];

    public override Authorized Apply(Draft draft) => Authorizing.Run(draft, draft.Get(GroupId), egress: true, IpPermissions, TagSpecifications);
}
