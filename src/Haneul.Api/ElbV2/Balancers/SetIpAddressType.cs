using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>Gives a balancer IPv6 addresses, or takes them. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SetIpAddressType.html</summary>
public sealed record SetIpAddressType : Command<SetIpAddressType.Result>
{
    public required string LoadBalancerArn { get; init; }

    public required string IpAddressType { get; init; }

    public sealed record Result(string IpAddressType);

    public override Result Apply(Draft draft) => new(Model.Balancers.SetAddressType(draft, draft.Balancer(LoadBalancerArn), IpAddressType).AddressType);
}
