using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Ends an association: the subnet uses the main table again. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisassociateRouteTable.html</summary>
public sealed record DisassociateRouteTable : Command<Done>
{
    public required string AssociationId { get; init; }

    public override Done Apply(Draft draft)
    {
        var (table, association) = RouteTables.Associated(draft, AssociationId);
        if (association.IsMain) throw Fault.Invalid("associationId", AssociationId, "The main route table's association cannot be ended, only replaced");
        draft.Put(table with { Associations = table.Associations.Remove(association) });
        return Done.Value;
    }
}
