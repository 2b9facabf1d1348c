using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Adds rules for what may come in. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html</summary>
public sealed record AuthorizeSecurityGroupIngress : Command<Authorized>
{
    public Id<SecurityGroup>? GroupId { get; init; }

    public string? GroupName { get; init; }

    public string? IpProtocol { get; init; }

    public int? FromPort { get; init; }

    public int? ToPort { get; init; }

    public Cidr? CidrIp { get; init; }

    public string? SourceSecurityGroupName { get; init; }

    public string? SourceSecurityGroupOwnerId { get; init; }

    [Wire("IpPermissions")]
    public IReadOnlyList<IpPermission> IpPermissions { get; init; } = [];

    public IReadOnlyList<TagSpecification> TagSpecifications { get; init; } = [];

    public override Authorized Apply(Draft draft)
    {
        var flat = FlatPermission.Read(IpProtocol, FromPort, ToPort, CidrIp, SourceSecurityGroupName, SourceSecurityGroupOwnerId);
        var permissions = FlatPermission.Choose(IpPermissions, flat);
        return Authorizing.Run(draft, GroupNames.Find(draft, GroupId, GroupName), egress: false, permissions, TagSpecifications);
    }
}
