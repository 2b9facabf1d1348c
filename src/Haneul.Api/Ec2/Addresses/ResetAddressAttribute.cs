using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Takes the reverse name of an elastic address away. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ResetAddressAttribute.html</summary>
public sealed record ResetAddressAttribute : Command<ModifyAddressAttribute.Result>
{
    public required Id<ElasticAddress> AllocationId { get; init; }

    public required string Attribute { get; init; }

    public override ModifyAddressAttribute.Result Apply(Draft draft)
    {
        var address = draft.Get(AllocationId);
        if (Attribute != "domain-name") throw Fault.Invalid("attribute", Attribute, "It must be domain-name");
        return new ModifyAddressAttribute.Result(AddressAttributeView.Of(draft.Put(address with { PtrRecord = null })));
    }
}
