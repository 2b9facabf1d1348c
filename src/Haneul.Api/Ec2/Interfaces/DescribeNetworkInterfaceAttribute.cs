using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Reads one attribute of an interface. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInterfaceAttribute.html</summary>
public sealed record DescribeNetworkInterfaceAttribute : Query<DescribeNetworkInterfaceAttribute.Result>
{
    public required Id<NetworkInterface> NetworkInterfaceId { get; init; }

    public string? Attribute { get; init; }

    public sealed record Result(Id<NetworkInterface> NetworkInterfaceId)
    {
        public NetworkInterfaceAttachmentView? Attachment { get; init; }

        public StringValue? Description { get; init; }

        public IReadOnlyList<GroupIdentifierView>? Groups { get; init; }

        public BooleanValue? SourceDestCheck { get; init; }

        public bool? AssociatePublicIpAddress { get; init; }
    }

    public override Result Answer(Scope scope)
    {
        var nic = scope.Get(NetworkInterfaceId);
        var none = new Result(nic.Id);
        return Attribute switch
        {
            "attachment" => none with { Attachment = nic.Attachment is { } a ? NetworkInterfaceAttachmentView.Of(a) : null },
            "description" => none with { Description = new StringValue { Value = nic.Description } },
            "groupSet" => none with { Groups = GroupIdentifierView.Of(scope, nic.GroupIds) },
            "sourceDestCheck" => none with { SourceDestCheck = new BooleanValue { Value = nic.SourceDestCheck } },
            "associatePublicIpAddress" => none with { AssociatePublicIpAddress = nic.LentPublicIp is not null },
            null => throw Fault.Missing("attribute"),
            _ => throw Fault.Invalid("attribute", Attribute, "It must be attachment, description, groupSet, sourceDestCheck or associatePublicIpAddress"),
        };
    }
}
