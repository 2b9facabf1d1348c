using Haneul.Fabric;
using Haneul.Kernel;
using Haneul.Model;

namespace Haneul.Proof;

/// <summary>Where a probe begins and where it would be answered, in the kernel's words; a fault where no packet can be sent or carried.</summary>
internal static class ProofEnds
{
    private const string NotProvable = "CannotBeProved";

    /// <summary>Says what cannot be proved, and why.</summary>
    public static void Check(Trace trace)
    {
        var destination = trace.Question.Destination.Object;
        if (destination.Kind is not (ObjectKind.Instance or ObjectKind.NetworkInterface or ObjectKind.LoadBalancer or ObjectKind.OutsideHost or ObjectKind.Internet or ObjectKind.Unknown))
        {
            throw new Fault(NotProvable, $"A proof goes from host to host; {destination.Id} is none. Name an instance, a load balancer, an address, a host outside or 'internet'.");
        }
        if (trace.Packet.Protocol is not (Protocols.Tcp or Protocols.Udp or Protocols.Icmp or Protocols.Icmpv6)) throw new Fault(NotProvable, "A probe speaks tcp, udp or icmp (an echo request)");
        if (trace.Forward is [{ Kind: StepKind.SourceCheck, Code: ExplanationCode.InterfaceAddress } first, ..]) throw new Fault(NotProvable, $"{first.At.Id} has no address {first.Before.Source}: no host would send such a packet");
        if (SpecialAddresses.Nat64.Contains(trace.Packet.Destination)) throw new Fault(NotProvable, "NAT64 is computed, not carried: nftables cannot turn IPv6 into IPv4");
        if (trace.Forward.Concat(trace.Return).FirstOrDefault(s => !s.Hypothetical && s.Kind is StepKind.GatewayEndpoint or StepKind.VpnGateway) is { } step)
        {
            throw new Fault(NotProvable, $"The way leads by {step.At.Id}: gateway endpoints and VPN gateways are computed, not carried");
        }
    }

    /// <summary>The namespace that the probe is sent from.</summary>
    public static string Sender(Network net, Trace trace, IReadOnlySet<string> running)
    {
        var ns = trace.From.Kind switch
        {
            ObjectKind.NetworkInterface => OfPort(net, trace.From.Id),
            ObjectKind.OutsideHost => OfHost(net, trace.From.Id),
            ObjectKind.Internet or ObjectKind.InternetGateway => PlanNames.Anyone,
            _ => null,
        };
        if (ns is null) throw new Fault(NotProvable, $"No host is behind {trace.From.Id}: a probe is sent by an instance, a load balancer, a host outside, this machine or the internet");
        return running.Contains(ns) || ns.Length == 0 ? ns : throw new Fault("IncorrectInstanceState", $"{trace.From.Id} ({ns}) does not run: nothing can be sent from it. Without --prove the trace tells the rest.");
    }

    /// <summary>This machine sends by its link and nowhere else: a probe for another address would leave it by its own network, for a real host.</summary>
    public static void CheckLink(string sender, KernelPlan plan, Packet packet)
    {
        if (sender != KernelPlan.Machine) return;
        var routed = plan.Namespaces.GetValueOrDefault(KernelPlan.Machine)?.Routes.Select(r => r.Prefix).ToList() ?? [];
        if (routed.Count == 0) throw new Fault(NotProvable, "This machine has no link to the emulated internet ('haneul up --no-host-link'); send from another host");
        if (!routed.Exists(r => r.Contains(packet.Destination))) throw new Fault(NotProvable, $"This machine sends only to {string.Join(" and ", routed)} over its link; a packet for {packet.Destination} would leave by its own network. Send from another host, such as laptop.");
    }

    /// <summary>Where the probe would arrive, were all as predicted or mended: the namespace and the address there. Null where nobody is, or where nothing may be put (this machine, services of the VPC).</summary>
    public static (string Namespace, Ip Address, int Port)? Receiver(Network net, Trace trace, IReadOnlySet<string> running)
    {
        if (!Protocols.HasPorts(trace.Packet.Protocol) || trace.To is not { } to || trace.Forward is not [.., var last]) return null;
        var (ns, address) = to.Kind switch
        {
            ObjectKind.NetworkInterface => (net.Ports.GetValueOrDefault(to.Id)?.InstanceId, last.Before.Destination),
            ObjectKind.OutsideHost => (OfHost(net, to.Id), last.Before.Destination),
            ObjectKind.Internet => (PlanNames.Anyone, PlanNames.AnyoneAddress(last.Before.IsV6)),
            _ => (null, last.Before.Destination),
        };
        return ns is { Length: > 0 } && running.Contains(ns) ? (ns, address, last.Before.DestinationPort) : null;
    }

    /// <summary>The namespaces that the packet may enter, guests' and the machine's left out: of VPCs those on the predicted way and what is joined to them. Each costs the kernel some milliseconds.</summary>
    public static IEnumerable<string> Namespaces(KernelMap map, Network net, Trace trace)
    {
        var near = trace.Forward.Concat(trace.Return).Select(s => s.VpcId).OfType<string>().ToHashSet(StringComparer.Ordinal);
        if (trace.From.Kind == ObjectKind.NetworkInterface && net.Ports.TryGetValue(trace.From.Id, out var port)) near.Add(port.Router.Id);
        foreach (var link in net.Links.Where(l => near.Contains(l.OneId) || near.Contains(l.OtherId)).ToList()) near.UnionWith([link.OneId, link.OtherId]);
        var involved = near.Concat(near.Select(PlanNames.Edge)).Concat(net.Hops.Values.OfType<PortTranslator>().Where(n => near.Contains(n.RouterId)).Select(n => n.Ref.Id))
            .Concat(net.Ports.Values.Where(p => p.BalancerId is not null && near.Contains(p.Router.Id)).Select(p => PlanNames.BalancerNode(p.Id)))
            .Concat(net.Beyond.Homes.Values.Select(h => PlanNames.Home(h.Name))).Append(PlanNames.Internet).Append(PlanNames.Anyone).ToHashSet(StringComparer.Ordinal);
        return map.Namespaces.Where(involved.Contains);
    }

    /// <summary>An instance's, or the node's of a load balancer, which sends as a health check is sent.</summary>
    private static string? OfPort(Network net, string id) => net.Ports.GetValueOrDefault(id) is { } port ? port.BalancerId is null ? port.InstanceId : PlanNames.BalancerNode(id) : null;

    private static string? OfHost(Network net, string name) => net.Beyond.Hosts.GetValueOrDefault(name) switch
    {
        null => null,
        var host when host == net.Beyond.Machine => KernelPlan.Machine,
        { IsOfCloud: true } => PlanNames.CloudHost(name),
        _ => PlanNames.OutsideHost(name),
    };
}
