using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>Makes a load balancer. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html</summary>
public sealed record CreateLoadBalancer : Command<CreateLoadBalancer.Result>
{
    public required string Name { get; init; }

    public IReadOnlyList<string> Subnets { get; init; } = [];

    public IReadOnlyList<SubnetMapping> SubnetMappings { get; init; } = [];

    public IReadOnlyList<string> SecurityGroups { get; init; } = [];

    public string? Scheme { get; init; }

    public IReadOnlyList<ElbTag> Tags { get; init; } = [];

    public string Type { get; init; } = "application";

    public string IpAddressType { get; init; } = "ipv4";

    public sealed record Result(IReadOnlyList<LoadBalancerView> LoadBalancers);

    public override Result Apply(Draft draft)
    {
        if (Scheme is not (null or "internal" or "internet-facing")) throw new Fault("InvalidScheme", $"Scheme '{Scheme}' must be internal or internet-facing");
        var type = BalancerWords.Type(Type);
        if (type == BalancerType.Gateway && Scheme == "internet-facing") throw new Fault("InvalidScheme", "A scheme cannot be specified for a Gateway Load Balancer");
        var balancer = Model.Balancers.Make(draft, new BalancerRequest(Name, type, type == BalancerType.Gateway || Scheme == "internal")
        {
            Nodes = SubnetMapping.Of(Subnets, SubnetMappings),
            GroupIds = [.. SecurityGroups.Select(g => new Id<SecurityGroup>(g))],
            AddressType = IpAddressType,
            Tags = ElbTag.New(Tags),
        });
        return new Result([LoadBalancerView.Of(draft, balancer)]);
    }
}
