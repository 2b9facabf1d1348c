using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Makes an interface in a subnet. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkInterface.html</summary>
public sealed record CreateNetworkInterface : Command<CreateNetworkInterface.Result>, ITokened
{
    public required Id<Subnet> SubnetId { get; init; }

    public string Description { get; init; } = "";

    [Wire("SecurityGroupId")]
    public IReadOnlyList<Id<SecurityGroup>> Groups { get; init; } = [];

    public Ip? PrivateIpAddress { get; init; }

    [Wire("PrivateIpAddresses")]
    public IReadOnlyList<PrivateIpAddressSpecification> PrivateIpAddresses { get; init; } = [];

    public int? SecondaryPrivateIpAddressCount { get; init; }

    [Wire("Ipv6Addresses")]
    public IReadOnlyList<InstanceIpv6Address> Ipv6Addresses { get; init; } = [];

    public int? Ipv6AddressCount { get; init; }

    public bool EnablePrimaryIpv6 { get; init; }

    /// <summary>efa is made like any other; its fabric means nothing here.</summary>
    public string? InterfaceType { get; init; }

    public string? ClientToken { get; init; }

    public IReadOnlyList<TagSpecification> TagSpecifications { get; init; } = [];

    public sealed record Result(NetworkInterfaceView NetworkInterface, string? ClientToken);

    public override Result Apply(Draft draft)
    {
        if (InterfaceType is not (null or "interface" or "efa" or "efa-only")) throw Fault.Invalid("interfaceType", InterfaceType, "It must be interface, efa or efa-only");
        if (SecondaryPrivateIpAddressCount is not null && PrivateIpAddresses.Any(a => !a.Primary)) throw Fault.Combination("Give secondary private addresses or their count, not both");
        if (Ipv6AddressCount is not null && Ipv6Addresses.Count > 0) throw Fault.Combination("Give IPv6 addresses or their count, not both");
        var (primary, secondary) = PrivateIpAddressSpecification.Read(PrivateIpAddress, PrivateIpAddresses);
        var nic = Interfaces.Make(draft, new InterfaceRequest(SubnetId)
        {
            PrimaryIp = primary,
            SecondaryIps = [.. secondary],
            SecondaryCount = SecondaryPrivateIpAddressCount ?? 0,
            Ipv6Addresses = [.. Ipv6Addresses.Select(a => a.Ipv6Address)],
            Ipv6Count = Ipv6AddressCount,
            HasPrimaryIpv6 = EnablePrimaryIpv6,
            GroupIds = [.. Groups],
            Description = Description,
            InterfaceType = InterfaceType ?? "interface",
        });
        draft.TagNew(nic.Id, TagSpecifications);
        return new Result(NetworkInterfaceView.Of(draft, nic), ClientToken);
    }
}
