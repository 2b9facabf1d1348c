using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Changes one attribute of an interface. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyNetworkInterfaceAttribute.html</summary>
public sealed record ModifyNetworkInterfaceAttribute : Command<Done>
{
    public required Id<NetworkInterface> NetworkInterfaceId { get; init; }

    public StringValue? Description { get; init; }

    public BooleanValue? SourceDestCheck { get; init; }

    [Wire("SecurityGroupId")]
    public IReadOnlyList<Id<SecurityGroup>> Groups { get; init; } = [];

    public AttachmentChange? Attachment { get; init; }

    /// <summary>Lends or takes back a public address for the primary private one.</summary>
    public bool? AssociatePublicIpAddress { get; init; }

    /// <summary>Makes the first IPv6 address the primary one; it cannot be taken back.</summary>
    public bool? EnablePrimaryIpv6 { get; init; }

    /// <summary>Whether the interface goes when its instance does.</summary>
    public sealed record AttachmentChange
    {
        public required string AttachmentId { get; init; }

        public bool? DeleteOnTermination { get; init; }
    }

    public override Done Apply(Draft draft)
    {
        var nic = draft.Get(NetworkInterfaceId);
        object?[] given = [Description?.Value, SourceDestCheck?.Value, Groups.Count > 0 ? Groups : null, Attachment, AssociatePublicIpAddress, EnablePrimaryIpv6];
        if (given.Count(g => g is not null) != 1) throw Fault.Combination("Give exactly one attribute of the interface");
        if (nic.RequesterManaged && Description is null) throw new Fault("OperationNotPermitted", $"You are not allowed to manage '{NetworkInterfaceId}': {nic.Description}");
        if (EnablePrimaryIpv6 == false && nic.HasPrimaryIpv6) throw Fault.Invalid("enablePrimaryIpv6", "false", "A primary IPv6 address stays primary");
        if (EnablePrimaryIpv6 == true && nic.Ipv6Addresses.IsEmpty) throw Fault.Invalid("enablePrimaryIpv6", "true", "The interface has no IPv6 address");
        if (AssociatePublicIpAddress is { } wanted)
        {
            if (wanted) Interfaces.LendPublicIp(draft, nic);
            else Interfaces.TakeBackPublicIp(draft, nic);
            return Done.Value;
        }
        draft.Put(nic with
        {
            HasPrimaryIpv6 = EnablePrimaryIpv6 ?? nic.HasPrimaryIpv6,
            Description = Description?.Value ?? nic.Description,
            SourceDestCheck = SourceDestCheck?.Value ?? nic.SourceDestCheck,
            GroupIds = Groups.Count > 0 ? Interfaces.Groups(draft, nic.VpcId, Groups) : nic.GroupIds,
            Attachment = Attachment is { } change ? Changed(nic, change) : nic.Attachment,
        });
        return Done.Value;
    }

    private static InterfaceAttachment Changed(NetworkInterface nic, AttachmentChange change)
    {
        if (nic.Attachment is not { } attachment || attachment.AttachmentId != change.AttachmentId)
        {
            throw new Fault("InvalidAttachmentID.NotFound", $"The attachment ID '{change.AttachmentId}' does not exist on {nic.Id}");
        }
        return attachment with { DeleteOnTermination = change.DeleteOnTermination ?? attachment.DeleteOnTermination };
    }
}
