using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Services;

/// <summary>The world that the kernel carries now, and its network: what services answer from.</summary>
internal sealed record Carried(World World, Network Network)
{
    private readonly Lazy<BalancerNames> balancers = new(() => new BalancerNames(Network));

    public BalancerNames Balancers => balancers.Value;

    /// <summary>The VPC's row and the scope that it is in; null where it is gone.</summary>
    public (Scope Scope, Vpc Vpc)? VpcOf(Router router)
    {
        var scope = World.At(router.Place);
        return scope.TryFind(new Id<Vpc>(router.Id), out var vpc) ? (scope, vpc) : null;
    }

    /// <summary>Hosts of the VPC have names: both attributes are on. https://docs.aws.amazon.com/vpc/latest/userguide/vpc-dns.html#vpc-dns-support</summary>
    public bool GivesNames(Router router) => VpcOf(router) is { Vpc: { EnableDnsSupport: true, EnableDnsHostnames: true } };
}
