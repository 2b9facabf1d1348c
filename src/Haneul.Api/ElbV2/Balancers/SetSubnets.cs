using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>Moves a balancer to other subnets, which may be of other zones. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SetSubnets.html</summary>
public sealed record SetSubnets : Command<SetSubnets.Result>
{
    public required string LoadBalancerArn { get; init; }

    public IReadOnlyList<string> Subnets { get; init; } = [];

    public IReadOnlyList<SubnetMapping> SubnetMappings { get; init; } = [];

    public string? IpAddressType { get; init; }

    public sealed record Result(IReadOnlyList<BalancerZoneView> AvailabilityZones, string IpAddressType);

    public override Result Apply(Draft draft)
    {
        var balancer = BalancerNodes.Change(draft, draft.Balancer(LoadBalancerArn), SubnetMapping.Of(Subnets, SubnetMappings), IpAddressType);
        return new Result(BalancerZoneView.Of(draft, balancer), balancer.AddressType);
    }
}
