using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Makes a service of gateway load balancers, to which endpoints can be made. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpointServiceConfiguration.html</summary>
public sealed record CreateVpcEndpointServiceConfiguration : Command<CreateVpcEndpointServiceConfiguration.Result>, ITokened
{
    public bool? AcceptanceRequired { get; init; }

    public string? PrivateDnsName { get; init; }

    public IReadOnlyList<string> NetworkLoadBalancerArns { get; init; } = [];

    public IReadOnlyList<string> GatewayLoadBalancerArns { get; init; } = [];

    public IReadOnlyList<string> SupportedIpAddressTypes { get; init; } = [];

    public IReadOnlyList<string> SupportedRegions { get; init; } = [];

    public string? ClientToken { get; init; }

    public IReadOnlyList<TagSpecification> TagSpecifications { get; init; } = [];

    public sealed record Result(ServiceConfigurationView ServiceConfiguration, string? ClientToken);

    public override Result Apply(Draft draft)
    {
        if (NetworkLoadBalancerArns.Count > 0 && GatewayLoadBalancerArns.Count > 0) throw Fault.Combination("A service has either Network Load Balancers or Gateway Load Balancers");
        if (NetworkLoadBalancerArns.Count > 0) throw Fault.Unsupported("Services of Network Load Balancers are not supported");
        if (GatewayLoadBalancerArns.Count == 0) throw Fault.Missing("GatewayLoadBalancerArn");
        if (PrivateDnsName is { Length: > 0 }) throw EndpointRequests.Invalid("A private DNS name is for services of Network Load Balancers only");
        if (SupportedRegions.FirstOrDefault(r => r != draft.Region) is { } region) throw Fault.Unsupported($"The service cannot be reached from {region}: other regions are not supported");
        var service = draft.Put(new VpcEndpointService
        {
            Id = draft.NewId<VpcEndpointService>(),
            GatewayBalancerArns = VpcEndpointServices.CheckBalancers(draft, GatewayLoadBalancerArns),
            AcceptanceRequired = AcceptanceRequired ?? true,
            AddressTypes = ServiceRequests.CheckAddressTypes(SupportedIpAddressTypes.Count == 0 ? ["ipv4"] : SupportedIpAddressTypes),
        });
        draft.TagNew(service.Id, TagSpecifications);
        return new Result(ServiceConfigurationView.Of(draft, service), ClientToken);
    }
}
