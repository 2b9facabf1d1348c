using System.Collections.Immutable;
using Haneul.Balancer;
using Haneul.Fabric;
using Haneul.Kernel;
using Haneul.Model;

namespace Haneul.Balancing;

/// <summary>
/// Says to the data plane what a network wants of it: of application balancers all, of network balancers what the kernel cannot do (TLS, the PROXY protocol), of gateway balancers their endpoints, and of all whose health is checked. Pure.
/// </summary>
internal static class WantedCompiler
{
    private const string CertificateService = "acm";

    public static WantedState Of(World world, Network net, long version)
    {
        var balancers = net.Balancers.Values.OrderBy(b => b.Row.Id).ToList();
        var wanted = balancers.Select(b => Of(world, net, b)).ToImmutableArray();
        var used = wanted.SelectMany(b => b.Checked).ToHashSet();
        var shown = wanted.SelectMany(b => b.Listeners).SelectMany(l => l.CertificateArns).ToHashSet(StringComparer.Ordinal);
        return new WantedState(version)
        {
            Balancers = wanted,
            Pools = [.. net.Pools.Values.Where(p => used.Contains(p.Row.Id)).OrderBy(p => p.Row.Id).Select(p => Of(world, p))],
            Endpoints = [.. WantedEndpoints.Of(net)],
            Certificates = shown.Count == 0 ? [] : [.. world.Everywhere<Certificate>().Select(c => Of(c.Place, c.Row)).Where(c => shown.Contains(c.Arn)).OrderBy(c => c.Arn, StringComparer.Ordinal)],
        };
    }

    /// <summary>The groups that a balancer's listeners and rules forward to.</summary>
    public static IEnumerable<Id<TargetGroup>> GroupsOf(Fabric.Balancer balancer) => balancer.Listeners
        .SelectMany(l => l.Row.DefaultActions.Concat(l.Rules.SelectMany(r => r.Actions)))
        .SelectMany(a => a.TargetGroupIds).Distinct();

    private static WantedBalancer Of(World world, Network net, Fabric.Balancer balancer) => new(balancer.Arn, balancer.Row.Name, balancer.Row.Type)
    {
        Nodes = [.. from node in balancer.Nodes
                    let port = net.Ports.GetValueOrDefault(node.PortId)
                    where port is { Attached: true }
                    select new WantedNode(PlanNames.BalancerNode(node.PortId), node.Zone, [.. port.V4, .. port.V6], node.Dark)],
        Listeners = [.. balancer.Listeners.Where(l => balancer.Row.Type != BalancerType.Gateway && !FlowBalancing.OnlyTranslates(net, balancer, l)).Select(l => Of(world.At(balancer.Place), balancer, l))],
        Checked = [.. GroupsOf(balancer).Order()],
        Attributes = balancer.Row.Attributes,
    };

    private static WantedListener Of(Scope scope, Fabric.Balancer balancer, BalancerListener listener) => new(ArnOf(balancer.Place, listener.Row.Id.Value), listener.Row.Protocol, listener.Row.Port)
    {
        DefaultActions = listener.Row.DefaultActions,
        Rules = [.. listener.Rules.Select(r => new WantedRule(ArnOf(balancer.Place, r.Id.Value), r.Priority, r.Conditions, r.Actions, r.Transforms))],
        SslPolicy = listener.Row.SslPolicy,
        CertificateArns = listener.Row.CertificateArns,
        AlpnPolicy = listener.Row.AlpnPolicy,
        MutualTls = listener.Row.MutualTls,
        TrustedAuthorities = listener.Row.MutualTls?.TrustStoreArn is { } store ? TrustStores.Find(scope, store)?.Authorities : null,
        Attributes = listener.Row.Attributes,
    };

    private static WantedPool Of(World world, TargetPool pool) => new(pool.Row.Id, pool.Arn, pool.Row.Name, pool.Row.Type)
    {
        Protocol = pool.Row.Protocol,
        ProtocolVersion = pool.Row.ProtocolVersion,
        HealthCheck = pool.Row.HealthCheck,
        Attributes = pool.Row.Attributes,
        Targets = pool.Row.Type == TargetType.Lambda ? Functions(world, pool) : [.. from target in pool.Targets
                      where !TargetStanding.IsStopped(world.At(pool.Place), target.Row)
                      orderby target.Row.Id, target.Address
                      select new WantedTarget(target.Row.Id, target.Row.TargetId, target.Address, target.Port, target.Zone, target.Row.Since, target.Row.DrainingSince is not null)],
    };

    /// <summary>A function has no address in the network; it is where the user said.</summary>
    private static ImmutableArray<WantedTarget> Functions(World world, TargetPool pool) =>
    [
        .. from row in world.At(pool.Place).All<TargetRegistration>().Marked(pool.Row.Id.Value)
           where row.DrainingSince is null
           select new WantedTarget(row.Id, row.TargetId, Ip.V4(0), 0, null, row.Since, false) { Url = FunctionEndpoint.Of(world.At(Place.Between), row.TargetId)?.Url },
    ];

    private static WantedCertificate Of(Place place, Certificate certificate) => new(place.ArnOf(CertificateService, certificate.Id.Value), certificate.Body, certificate.Chain, certificate.PrivateKey);

    private static string ArnOf(Place place, string resource) => place.ArnOf(LoadBalancer.Service, resource);
}
