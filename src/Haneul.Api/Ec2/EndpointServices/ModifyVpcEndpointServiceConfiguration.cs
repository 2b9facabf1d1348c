using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Changes a service: its balancers, whether endpoints wait to be accepted. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcEndpointServiceConfiguration.html</summary>
public sealed record ModifyVpcEndpointServiceConfiguration : Command<Done>
{
    public required Id<VpcEndpointService> ServiceId { get; init; }

    public string? PrivateDnsName { get; init; }

    public bool? AcceptanceRequired { get; init; }

    public IReadOnlyList<string> AddGatewayLoadBalancerArns { get; init; } = [];

    public IReadOnlyList<string> RemoveGatewayLoadBalancerArns { get; init; } = [];

    public IReadOnlyList<string> AddSupportedIpAddressTypes { get; init; } = [];

    public IReadOnlyList<string> RemoveSupportedIpAddressTypes { get; init; } = [];

    public override Done Apply(Draft draft)
    {
        var service = draft.Get(ServiceId);
        if (PrivateDnsName is { Length: > 0 }) throw EndpointRequests.Invalid("A private DNS name is for services of Network Load Balancers only");
        var balancers = service.GatewayBalancerArns.Except(RemoveGatewayLoadBalancerArns, StringComparer.Ordinal)
            .Concat(VpcEndpointServices.CheckBalancers(draft, AddGatewayLoadBalancerArns)).Distinct(StringComparer.Ordinal).ToList();
        if (balancers.Count == 0) throw EndpointRequests.Invalid("A service needs at least one load balancer");
        draft.Put(service with
        {
            AcceptanceRequired = AcceptanceRequired ?? service.AcceptanceRequired,
            GatewayBalancerArns = [.. balancers],
            AddressTypes = ServiceRequests.CheckAddressTypes(service.AddressTypes.Concat(AddSupportedIpAddressTypes).Except(RemoveSupportedIpAddressTypes, StringComparer.Ordinal)),
        });
        return Done.Value;
    }
}
