using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Deletes a set of DHCP options that no VPC uses. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteDhcpOptions.html</summary>
public sealed record DeleteDhcpOptions : Command<Done>
{
    public required Id<DhcpOptions> DhcpOptionsId { get; init; }

    public override Done Apply(Draft draft)
    {
        draft.Get(DhcpOptionsId);
        if (draft.All<Vpc>().FirstOrDefault(v => v.DhcpOptionsId == DhcpOptionsId) is { } user)
        {
            throw Fault.Dependency($"The dhcpOptions '{DhcpOptionsId}' has dependencies and cannot be deleted: {user.Id}");
        }
        draft.Remove(DhcpOptionsId);
        return Done.Value;
    }
}
