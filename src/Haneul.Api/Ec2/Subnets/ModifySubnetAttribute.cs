using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Changes one attribute of a subnet. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySubnetAttribute.html</summary>
public sealed record ModifySubnetAttribute : Command<Done>
{
    public required Id<Subnet> SubnetId { get; init; }

    public BooleanValue? MapPublicIpOnLaunch { get; init; }

    public BooleanValue? AssignIpv6AddressOnCreation { get; init; }

    public BooleanValue? EnableDns64 { get; init; }

    public string? PrivateDnsHostnameTypeOnLaunch { get; init; }

    public BooleanValue? EnableResourceNameDnsARecordOnLaunch { get; init; }

    public BooleanValue? EnableResourceNameDnsAAAARecordOnLaunch { get; init; }

    public override Done Apply(Draft draft)
    {
        var subnet = draft.Get(SubnetId);
        object?[] given =
        [
            MapPublicIpOnLaunch?.Value, AssignIpv6AddressOnCreation?.Value, EnableDns64?.Value, PrivateDnsHostnameTypeOnLaunch,
            EnableResourceNameDnsARecordOnLaunch?.Value, EnableResourceNameDnsAAAARecordOnLaunch?.Value,
        ];
        if (given.Count(g => g is not null) != 1) throw Fault.Combination("Give exactly one attribute of the subnet");
        var wantsV6 = AssignIpv6AddressOnCreation?.Value == true || EnableResourceNameDnsAAAARecordOnLaunch?.Value == true;
        if (wantsV6 && !subnet.Cidrs.Any(c => c.IsV6)) throw Fault.Invalid("subnetId", SubnetId.Value, "The subnet has no IPv6 CIDR block");
        if (subnet.Ipv6Native && (MapPublicIpOnLaunch?.Value == true || AssignIpv6AddressOnCreation?.Value == false || EnableResourceNameDnsARecordOnLaunch?.Value == true))
        {
            throw Fault.Invalid("subnetId", SubnetId.Value, "The attribute cannot have this value in an IPv6-only subnet");
        }
        if (PrivateDnsHostnameTypeOnLaunch is not (null or "ip-name" or "resource-name"))
        {
            throw Fault.Invalid("privateDnsHostnameTypeOnLaunch", PrivateDnsHostnameTypeOnLaunch, "It must be ip-name or resource-name");
        }
        draft.Put(subnet with
        {
            MapPublicIpOnLaunch = MapPublicIpOnLaunch?.Value ?? subnet.MapPublicIpOnLaunch,
            AssignIpv6AddressOnCreation = AssignIpv6AddressOnCreation?.Value ?? subnet.AssignIpv6AddressOnCreation,
            EnableDns64 = EnableDns64?.Value ?? subnet.EnableDns64,
            HostnameType = PrivateDnsHostnameTypeOnLaunch ?? subnet.HostnameType,
            ResourceNameDnsARecord = EnableResourceNameDnsARecordOnLaunch?.Value ?? subnet.ResourceNameDnsARecord,
            ResourceNameDnsAaaaRecord = EnableResourceNameDnsAAAARecordOnLaunch?.Value ?? subnet.ResourceNameDnsAaaaRecord,
        });
        return Done.Value;
    }
}
