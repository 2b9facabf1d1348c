using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Parts an elastic address from its interface. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisassociateAddress.html</summary>
public sealed record DisassociateAddress : Command<Done>
{
    public string? AssociationId { get; init; }

    public Ip? PublicIp { get; init; }

    public override Done Apply(Draft draft)
    {
        if (AssociationId is null && PublicIp is null) throw Fault.Missing("AssociationId");
        var address = AssociationId is null ? ElasticAddresses.Named(draft, null, PublicIp) : draft.All<ElasticAddress>().Marked(AssociationId).FirstOrDefault();
        if (address?.AssociationId is null || AssociationId is not null && address.AssociationId != AssociationId)
        {
            throw new Fault("InvalidAssociationID.NotFound", $"The association ID '{AssociationId ?? PublicIp?.ToString()}' does not exist");
        }
        ElasticAddresses.RefuseManaged(draft, address);
        ElasticAddresses.Disassociate(draft, address);
        return Done.Value;
    }
}
