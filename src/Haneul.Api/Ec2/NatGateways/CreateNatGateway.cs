using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>
/// Makes a NAT gateway in a subnet. Regional gateways (AvailabilityMode=regional) are not there yet.
/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNatGateway.html
/// </summary>
public sealed record CreateNatGateway : Command<CreateNatGateway.Result>, ITokened
{
    public Id<Subnet>? SubnetId { get; init; }

    public string ConnectivityType { get; init; } = "public";

    public string AvailabilityMode { get; init; } = "zonal";

    public Id<ElasticAddress>? AllocationId { get; init; }

    public IReadOnlyList<Id<ElasticAddress>> SecondaryAllocationIds { get; init; } = [];

    public Ip? PrivateIpAddress { get; init; }

    public IReadOnlyList<Ip> SecondaryPrivateIpAddresses { get; init; } = [];

    public int? SecondaryPrivateIpAddressCount { get; init; }

    public string? ClientToken { get; init; }

    public IReadOnlyList<TagSpecification> TagSpecifications { get; init; } = [];

    public sealed record Result(NatGatewayView NatGateway, string? ClientToken);

    public override Result Apply(Draft draft)
    {
        if (ConnectivityType is not ("public" or "private")) throw Fault.Invalid("connectivityType", ConnectivityType, "It must be public or private");
        if (AvailabilityMode != "zonal") throw Fault.Unsupported("Only zonal NAT gateways are supported here");
        if (SubnetId is not { } subnet) throw Fault.Missing("SubnetId");
        var isPublic = ConnectivityType == "public";
        if (isPublic && AllocationId is null) throw Fault.Missing("AllocationId");
        if (!isPublic && (AllocationId is not null || SecondaryAllocationIds.Count > 0)) throw Fault.Combination("A private NAT gateway takes no elastic addresses");
        if (isPublic && SecondaryPrivateIpAddressCount is not null) throw Fault.Combination("SecondaryPrivateIpAddressCount is for private NAT gateways only");
        if (SecondaryPrivateIpAddresses.Count > 0 && SecondaryPrivateIpAddressCount is not null)
        {
            throw Fault.Combination("Give SecondaryPrivateIpAddresses or SecondaryPrivateIpAddressCount, not both");
        }
        var open = isPublic ? SecondaryAllocationIds.Count - SecondaryPrivateIpAddresses.Count : SecondaryPrivateIpAddressCount ?? 0;
        if (open < 0) throw Fault.Combination(isPublic ? "There are more secondary private addresses than elastic ones" : "SecondaryPrivateIpAddressCount must not be negative");
        var gateway = NatGateways.Make(draft, new NatGatewayRequest(subnet, isPublic)
        {
            PrivateIp = PrivateIpAddress,
            SecondaryIps = [.. SecondaryPrivateIpAddresses],
            SecondaryCount = open,
            AllocationIds = AllocationId is { } id ? [id, .. SecondaryAllocationIds] : [],
        });
        draft.TagNew(gateway.Id, TagSpecifications);
        return new Result(NatGatewayView.Of(draft, gateway), ClientToken);
    }
}
