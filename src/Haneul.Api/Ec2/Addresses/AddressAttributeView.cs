using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>The reverse name of an elastic address. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AddressAttribute.html</summary>
public sealed record AddressAttributeView(Ip PublicIp, Id<ElasticAddress> AllocationId, string? PtrRecord)
{
    public static AddressAttributeView Of(ElasticAddress address) => new(address.PublicIp, address.Id, address.PtrRecord);
}
