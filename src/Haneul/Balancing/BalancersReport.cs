using Haneul.Fabric;
using Haneul.Model;
using Haneul.Services;

namespace Haneul.Balancing;

/// <summary>The load balancers, as <c>GET /_haneul/balancers</c> and <c>haneul balancers --json</c> give them.</summary>
internal sealed record BalancersReport(IReadOnlyList<BalancerReport> Balancers)
{
    /// <summary>Those of all accounts and regions, by name.</summary>
    /// <param name="world">The world.</param>
    /// <param name="counts">Null: nothing passes, packets are computed.</param>
    public static BalancersReport Of(World world, IBalancerCounts? counts)
    {
        var net = Lowering.Lower(world);
        var names = new BalancerNames(net);
        return new BalancersReport([.. net.Balancers.Values.OrderBy(b => b.Row.Name, StringComparer.Ordinal).ThenBy(b => b.Arn, StringComparer.Ordinal).Select(b => BalancerReport.Of(world, net, names, b, counts))]);
    }
}

/// <summary>A load balancer as a person wants to see it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Arn">Its ARN.</param>
/// <param name="Type">application, network or gateway.</param>
/// <param name="Scheme">internet-facing or internal.</param>
/// <param name="State">As AWS says it.</param>
/// <param name="DnsName">Where clients ask.</param>
/// <param name="RequestsPerSecond">Requests or new connections, over the last ten seconds; absent where nothing is counted.</param>
/// <param name="Nodes">One for each zone.</param>
/// <param name="Listeners">By port.</param>
/// <param name="Groups">The target groups that it forwards to.</param>
internal sealed record BalancerReport(
    string Name, string Arn, string Type, string Scheme, string State, string DnsName, double? RequestsPerSecond,
    IReadOnlyList<NodeReport> Nodes, IReadOnlyList<ListenerReport> Listeners, IReadOnlyList<GroupReport> Groups)
{
    private static readonly TimeSpan Now = TimeSpan.FromSeconds(10);

    /// <summary>A command line that asks it, without a change to the machine's resolver; absent where it does not speak HTTP.</summary>
    public string? Ask { get; init; }

    public static BalancerReport Of(World world, Network net, BalancerNames names, Fabric.Balancer balancer, IBalancerCounts? counts)
    {
        var told = names.Told(balancer);
        var groups = WantedCompiler.GroupsOf(balancer).Select(g => net.Pools.GetValueOrDefault(g.Value)).OfType<TargetPool>().OrderBy(p => p.Row.Name, StringComparer.Ordinal).ToList();
        double? Rate(string? group) => counts is null || balancer.Row.Type == BalancerType.Gateway ? null : counts.RequestsIn(balancer.Arn, group, Now) / Now.TotalSeconds;
        return new BalancerReport(
            balancer.Row.Name, balancer.Arn, $"{balancer.Row.Type}".ToLowerInvariant(), balancer.Row.IsInternal ? "internal" : "internet-facing", StateOf(balancer.Row.State), balancer.Row.DnsName,
            groups.Select(g => (string?)g.Arn).Append(null).Sum(Rate) is var sum && Rate(null) is null ? null : sum,
            [.. balancer.Nodes.Select(n => NodeReport.Of(net, names, balancer, n, told.Contains(n)))],
            [.. balancer.Listeners.Select(l => ListenerReport.Of(net, balancer, l))],
            [.. groups.Select(g => GroupReport.Of(world, g, Rate(g.Arn)))])
        {
            Ask = AskFor(names, balancer, told),
        };
    }

    private static string? AskFor(BalancerNames names, Fabric.Balancer balancer, IReadOnlyList<BalancerPort> told)
    {
        var listener = balancer.Listeners.FirstOrDefault(l => l.Row.Protocol is BalancerProtocol.Http or BalancerProtocol.Https);
        if (listener is null || balancer.Row.IsInternal || told.SelectMany(n => names.AddressesOf(balancer, n)).ToList() is not [var first, ..]) return null;
        var (scheme, usual) = listener.Row.Protocol == BalancerProtocol.Https ? ("https", 443) : ("http", 80);
        var (name, port) = (balancer.Row.DnsName, listener.Row.Port);
        return $"curl --resolve {name}:{port}:{(first.IsV6 ? $"[{first}]" : first)} {(scheme == "https" ? "--insecure " : "")}{scheme}://{name}{(port == usual ? "" : $":{port}")}/";
    }

    private static string StateOf(BalancerState state) => state == BalancerState.ActiveImpaired ? "active_impaired" : $"{state}".ToLowerInvariant();
}

/// <summary>A node of a balancer.</summary>
/// <param name="Zone">Its zone.</param>
/// <param name="Namespace">The network namespace that it is.</param>
/// <param name="PrivateAddresses">In its subnet.</param>
/// <param name="Addresses">By which clients reach it.</param>
/// <param name="Failed">Its zone has failed.</param>
/// <param name="Named">The balancer's name leads there now.</param>
internal sealed record NodeReport(string Zone, string Namespace, IReadOnlyList<string> PrivateAddresses, IReadOnlyList<string> Addresses, bool Failed, bool Named)
{
    public static NodeReport Of(Network net, BalancerNames names, Fabric.Balancer balancer, BalancerPort node, bool isTold)
    {
        var port = net.Ports.GetValueOrDefault(node.PortId);
        return new NodeReport(
            node.Zone, Kernel.PlanNames.BalancerNode(node.PortId), port is null ? [] : [.. port.V4.Concat(port.V6).Select(ip => ip.ToString())],
            [.. names.AddressesOf(balancer, node).Select(ip => ip.ToString())], node.Dark, isTold);
    }
}

/// <summary>A listener of a balancer.</summary>
/// <param name="Protocol">In AWS's words.</param>
/// <param name="Port">Its port.</param>
/// <param name="Rules">How many it has besides its default actions.</param>
/// <param name="Default">What it does by default, for people.</param>
/// <param name="InKernel">The kernel alone moves its packets.</param>
internal sealed record ListenerReport(string Protocol, int Port, int Rules, string Default, bool InKernel)
{
    public static ListenerReport Of(Network net, Fabric.Balancer balancer, BalancerListener listener) =>
        new(ProtocolOf(listener.Row.Protocol), listener.Row.Port, listener.Rules.Length, string.Join(", then ", listener.Row.DefaultActions.Select(a => WordsOf(net, a))), FlowBalancing.OnlyTranslates(net, balancer, listener));

    internal static string ProtocolOf(BalancerProtocol protocol) => protocol == BalancerProtocol.TcpUdp ? "TCP_UDP" : $"{protocol}".ToUpperInvariant();

    private static string WordsOf(Network net, RuleAction action) => action switch
    {
        { Forward: { } forward } => "forward to " + string.Join(", ", forward.Groups.Select(g => (net.Pools.GetValueOrDefault(g.GroupId.Value)?.Row.Name ?? g.GroupId.Value) + (forward.Groups.Length > 1 ? $" ({g.Weight})" : ""))),
        { Redirect: { } redirect } => $"redirect {redirect.StatusCode} to {redirect.Protocol}://{redirect.Host}:{redirect.Port}{redirect.Path}",
        { FixedResponse: { } answer } => $"answer {answer.StatusCode}",
        _ => "authenticate",
    };
}

/// <summary>A target group that a balancer forwards to.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Arn">Its ARN.</param>
/// <param name="Protocol">By which targets are spoken to; absent for functions.</param>
/// <param name="RequestsPerSecond">From this balancer, over the last ten seconds.</param>
/// <param name="Targets">All that are registered.</param>
internal sealed record GroupReport(string Name, string Arn, string? Protocol, double? RequestsPerSecond, IReadOnlyList<TargetReport> Targets)
{
    public static GroupReport Of(World world, TargetPool pool, double? rate)
    {
        var scope = world.At(pool.Place);
        var zones = pool.Targets.ToLookup(t => t.Row.Id, t => t.Zone);
        return new GroupReport(
            pool.Row.Name, pool.Arn, pool.Row.Protocol is { } protocol ? ListenerReport.ProtocolOf(protocol) : null, rate,
            [.. scope.All<TargetRegistration>().Marked(pool.Row.Id.Value).Select(t => new TargetReport(t.TargetId, scope.NameOf(t.TargetId), t.Port, zones[t.Id].FirstOrDefault(), t.Health.State, t.Health.Reason, t.Health.Description))]);
    }
}

/// <summary>A target: how it does, and why.</summary>
internal sealed record TargetReport(string Id, string? Name, int Port, string? Zone, string State, string? Reason, string? Description);
