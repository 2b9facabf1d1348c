using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Tests.Packets;

/// <summary>What the tracer computes and the kernel does not carry, or a probe cannot send: each with its reason. The list may only shrink.</summary>
internal static class KnownGaps
{
    public static bool CanBeSent(CarriedWorld world, Trace trace)
    {
        var packet = trace.Packet;
        // A probe speaks TCP, UDP and ICMP echo.
        if (packet.Protocol is not (Protocols.Tcp or Protocols.Udp or Protocols.Icmp or Protocols.Icmpv6)) return false;
        if (Protocols.IsIcmp(packet.Protocol) && packet.IcmpType is not (8 or 128)) return false;
        // A balancer's node opens TCP connections and sends nothing else; to itself it sends by its loopback.
        if (trace.From.Kind == ObjectKind.NetworkInterface && world.Net.Ports[trace.From.Id] is { BalancerId: not null } node && (packet.Protocol != Protocols.Tcp || node.Has(packet.Destination))) return false;
        // A service of the VPC: answered or dropped by the same list.
        if (trace.Forward.Any(s => s.Kind == StepKind.Service)) return world.Net.Ports[trace.From.Id].Has(packet.Source);
        // The kernel of the sender drops what goes from or to loopback, link-local and multicast addresses by itself.
        if (!IsOrdinary(packet.Source) || !IsOrdinary(packet.Destination)) return false;
        // A guest that has the address on another interface delivers to itself.
        if (trace.From.Kind == ObjectKind.NetworkInterface && world.Net.Ports[trace.From.Id].InstanceId is { } guest && world.Net.Ports.Values.Any(p => p.InstanceId == guest && p.Has(packet.Destination))) return false;
        // To itself a host sends by its loopback. "Anyone" is one host.
        if (trace.From.Kind == ObjectKind.OutsideHost && trace.From == trace.To) return false;
        if (trace.From.Kind == ObjectKind.Internet && trace.To?.Kind == ObjectKind.Internet) return false;
        // The machine is not joined to these worlds.
        if (trace.From == world.Net.Beyond.Machine.Ref || world.Net.Beyond.Machine.Has(packet.Destination)) return false;
        if (trace.From.Kind == ObjectKind.NetworkInterface && world.Net.Ports[trace.From.Id] is { PassesFlows: false } asking && !asking.Has(packet.Source)) return false;
        var arriving = trace.Forward is [.., var last] ? last.After : packet;
        // UDP to a port where nobody answers is answered by ICMP, which other rules decide about.
        if (packet.Protocol == Protocols.Udp && (!ProvedWorld.Ports.Contains(arriving.DestinationPort))) return false;
        var steps = trace.Forward.Concat(trace.Return).ToList();
        // The provider's services are not carried.
        if (steps.Any(s => s.Kind is StepKind.GatewayEndpoint or StepKind.VpnGateway)) return false;
        // A guest with several interfaces sends what it forwards by the first one, as its own routes say; the tracer has it by the one that it came in by.
        if (steps.Any(s => s.Kind == StepKind.Forwarded && (IsSecondary(world.Net, s.At.Id) || HasOnAnother(world.Net, s.At.Id, s.Before.Source)))) return false;
        // One that has the destination on another interface takes it for its own.
        if (steps.Any(s => s.Kind == StepKind.Forwarded && HasOnAnother(world.Net, s.At.Id, s.After.Destination))) return false;
        // A guest gets again what was translated since (by itself, or by a gateway): Linux takes it for what it is, another packet or an answer; the tracer has it in a loop.
        if (steps.LastOrDefault() is { Kind: StepKind.Loop } loop && steps.Any(s => s.Kind == StepKind.Forwarded && s.At == loop.At && (s.Decision == Decision.Translated || s.After != loop.Before))) return false;
        // An answer to a NAT gateway's own address by a way that its question did not take: the gateway knows the question, the tracer has it translated anew.
        if (trace.Return.Any(s => s is { Kind: StepKind.NatGateway, Decision: Decision.Translated } && s.Before.Destination == s.After.Source)) return false;
        // An IPv6 route to an interface that has no IPv6 address: Linux has no next hop to name, the tracer delivers to the interface.
        if (steps.Any(s => s.Kind == StepKind.RouteTable && s.Next is { Kind: ObjectKind.NetworkInterface } next && world.Net.Ports.TryGetValue(next.Id, out var port) && port.Primary(s.Before.IsV6) is null)) return false;
        // NAT64: nftables cannot turn IPv6 into IPv4.
        return !SpecialAddresses.Nat64.Contains(packet.Destination);
    }

    private static bool IsSecondary(Network net, string port) => net.Ports.TryGetValue(port, out var at) && net.Ports.Values.Any(p => p.InstanceId == at.InstanceId && p.DeviceIndex < at.DeviceIndex);

    private static bool HasOnAnother(Network net, string port, Ip ip) => net.Ports.TryGetValue(port, out var at) && net.Ports.Values.Any(p => p != at && p.InstanceId == at.InstanceId && p.Has(ip));

    private static bool IsOrdinary(Ip ip) => ip.IsV6 ? !Cidr.Parse("fe80::/10").Contains(ip) : !Cidr.Parse("224.0.0.0/3").Contains(ip) && !Cidr.Parse("127.0.0.0/8").Contains(ip) && !Cidr.Parse("169.254.0.0/16").Contains(ip);
}
