using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Gives an elastic address up. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReleaseAddress.html</summary>
public sealed record ReleaseAddress : Command<Done>
{
    public Id<ElasticAddress>? AllocationId { get; init; }

    public Ip? PublicIp { get; init; }

    [NoEffect("a region has one border group here: its own name")]
    public string? NetworkBorderGroup { get; init; }

    public override Done Apply(Draft draft)
    {
        var address = ElasticAddresses.Named(draft, AllocationId, PublicIp);
        if (address.AssociationId is not null) throw new Fault("InvalidIPAddress.InUse", $"Address {address.PublicIp} is in use by {address.InterfaceId}");
        PublicAddresses.Return(draft, address.PublicIp);
        draft.Remove(address.Id);
        return Done.Value;
    }
}
