using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Gives a VPC a set of DHCP options, or none (<c>default</c>). https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateDhcpOptions.html</summary>
public sealed record AssociateDhcpOptions : Command<Done>
{
    public required string DhcpOptionsId { get; init; }

    public required Id<Vpc> VpcId { get; init; }

    public override Done Apply(Draft draft)
    {
        var vpc = draft.Get(VpcId);
        draft.Put(vpc with { DhcpOptionsId = DhcpOptionsId == "default" ? null : draft.Get((Id<DhcpOptions>)Scalars.Read(typeof(Id<DhcpOptions>), DhcpOptionsId, "DhcpOptionsId")).Id });
        return Done.Value;
    }
}
