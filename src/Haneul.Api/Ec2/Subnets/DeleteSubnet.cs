using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Deletes a subnet that has no interfaces. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSubnet.html</summary>
public sealed record DeleteSubnet : Command<Done>
{
    public required Id<Subnet> SubnetId { get; init; }

    public override Done Apply(Draft draft)
    {
        draft.Get(SubnetId);
        if (draft.All<NetworkInterface>().Marked(SubnetId.Value).FirstOrDefault() is { } nic)
        {
            throw Fault.Dependency($"The subnet '{SubnetId}' has dependencies and cannot be deleted: {nic.Id}");
        }
        Networks.RemoveSubnet(draft, SubnetId);
        return Done.Value;
    }
}
