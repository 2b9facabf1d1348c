using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Sets the reverse name of an elastic address. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyAddressAttribute.html</summary>
public sealed record ModifyAddressAttribute : Command<ModifyAddressAttribute.Result>
{
    public required Id<ElasticAddress> AllocationId { get; init; }

    public string? DomainName { get; init; }

    public sealed record Result(AddressAttributeView Address);

    public override Result Apply(Draft draft)
    {
        var address = draft.Get(AllocationId);
        if (DomainName is null) throw Fault.Missing("DomainName");
        if (DomainName.Length is 0 or > 255) throw Fault.Invalid("domainName", DomainName.Length.ToString(), "A domain name has 1 to 255 characters");
        var name = DomainName.EndsWith('.') ? DomainName : DomainName + ".";
        return new Result(AddressAttributeView.Of(draft.Put(address with { PtrRecord = name })));
    }
}
