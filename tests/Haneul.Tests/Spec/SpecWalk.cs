using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Tests.Spec;

/// <summary>What a flow leaves behind on its way there, and what its answer finds.</summary>
internal sealed class SpecMemory
{
    /// <summary>What the groups of which interface let in, and out: they keep track of it and do not ask again for its answer.</summary>
    public readonly HashSet<(Id<NetworkInterface> At, SpecPacket Packet)> LetIn = [], LetOut = [];

    /// <summary>Who changed the source of the flow, from what to what. The key is an interface's or a home's id.</summary>
    public readonly List<(string Where, SpecPacket Before, SpecPacket After)> Translations = [];

    /// <summary>What nodes of network balancers passed on with the client's address.</summary>
    public readonly List<(Id<NetworkInterface> Node, SpecPacket Packet)> Steered = [];

    /// <summary>IPv6 that left by an egress-only gateway, and the VPC it left.</summary>
    public readonly HashSet<(Id<Vpc> Vpc, SpecPacket Packet)> LeftByEgressOnly = [];
}

/// <summary>One packet on its way, step by step as docs/packet-path.md tells it. Stops at the first thing that says no.</summary>
internal sealed partial class SpecWalk(World world, SpecQuestion question, SpecPacket start, SpecMemory memory, SpecPacket? awaited, Id<NetworkInterface>? sender, Id<NetworkInterface>? named)
{
    private const int MostHops = 32;

    private readonly ImmutableArray<SpecStep>.Builder steps = ImmutableArray.CreateBuilder<SpecStep>();
    private readonly HashSet<Id<NetworkInterface>> forwarded = [];
    private readonly bool isAnswer = awaited is not null;
    private readonly bool asksV6 = start.Destination.IsV6;
    private SpecPacket packet = start;
    private int hops;

    /// <summary>Where a packet starts: at an interface.</summary>
    public SpecWay FromInterface(NetworkInterface eni)
    {
        if (!SpecLookups.IsAttached(eni)) return Stop("BAD_STATE_ATTACHMENT", eni.Id.Value);
        if (world.DarkZoneOf(eni) is { } dark) return Stop("BAD_STATE", dark);
        if (!world.IsRunning(eni)) return Stop("BAD_STATE", world.InstanceOf(eni)?.Id.Value ?? eni.Id.Value);
        if (!eni.Has(packet.Source) && eni.SourceDestCheck && !world.PassesFlows(eni)) return Stop("ENI_ADDRESS_RESTRICTION", eni.Id.Value);
        // A node asks a target by its client's address: what comes back goes to the node.
        if (!isAnswer && !eni.Has(packet.Source) && world.PassesFlows(eni)) memory.Steered.Add((eni.Id, packet));
        return Leave(eni);
    }

    /// <summary>From a host outside; at home the router puts its own address in the packet's place.</summary>
    public SpecWay FromHost(OutsideHost host)
    {
        if (host.HomeId is not { } id) return Internet();
        var home = world.At(Place.Between).Get(id);
        if (home.Block.Contains(packet.Destination))
        {
            var neighbour = world.Rows<OutsideHost>().FirstOrDefault(h => h.HomeId == id && h.Address == packet.Destination);
            return neighbour is null ? Stop("NO_PATH", id.Value) : Deliver(neighbour.Id.Value);
        }
        // The answer of a host that a port was forwarded to leaves as what was asked: the router undoes its own translation.
        if (!Untranslate(id.Value)) Translate(id.Value, packet with { Source = home.PublicIp });
        return Internet();
    }

    /// <summary>Leaving an interface, steps 1 to 3.</summary>
    private SpecWay Leave(NetworkInterface eni)
    {
        via = world.PassesFlows(eni) ? eni : null;
        var vpc = world.VpcOf(eni.VpcId);
        if (IsService(vpc, packet.Destination)) return IsServed(vpc) ? Deliver(packet.Destination.ToString()) : Stop("NO_PATH", packet.Destination.ToString());
        if (!IsAnswerTo(memory.LetIn, eni))
        {
            var (permits, blocker) = SpecFilters.AskGroups(world, eni, egress: true, packet);
            if (blocker is not null) return Stop(blocker);
            if (permits.Count > 0) Note("groups out", permits);
            if (!isAnswer) memory.LetOut.Add((eni.Id, packet));
        }
        return LeaveSubnet(eni);
    }

    /// <summary>Leaving an interface, steps 4 to 6.</summary>
    private SpecWay LeaveSubnet(NetworkInterface eni)
    {
        var subnet = world.SubnetOf(eni);
        if (Steers(eni.VpcId) is { } node) return BackBy(node, subnet, subnet);
        if (subnet.Cidrs.Any(c => c.Contains(packet.Destination))) return ToHolder(eni.VpcId, subnet, subnet.Id.Value);
        if (!StaysIn(subnet) && AskAcl(subnet, egress: true) is { } stopped) return stopped;
        return Follow(world.TableOf(subnet), subnet);
    }

    /// <summary>"ACLs are asked when traffic enters or leaves a subnet, not as it is routed within one": is the next hop an interface or a NAT gateway in the same subnet?</summary>
    private bool StaysIn(Subnet subnet)
    {
        if (SpecRoutes.Choose(world, world.TableOf(subnet), packet.Destination) is not { } route) return false;
        if (SpecRoutes.IsBlackhole(world, subnet.VpcId, route.Target)) return false;
        return world.Rows<NetworkInterface>().Any(e => e.SubnetId == subnet.Id && e.Id.Value == route.Target.Id)
            || world.Rows<NatGateway>().Any(n => n.SubnetId == subnet.Id && n.Id.Value == route.Target.Id);
    }

    /// <summary>The route table decides, and the target takes the packet.</summary>
    private SpecWay Follow(RouteTable table, Subnet? from)
    {
        if (++hops > MostHops) return Stop("NO_PATH", table.Id.Value);
        if (SpecRoutes.Choose(world, table, packet.Destination) is not { } route)
        {
            var isDisconnected = MeantElsewhere(table.VpcId) is { } other && !ArePeered(table.VpcId, other);
            return isDisconnected ? Stop("DISCONNECTED_VPCS", table.VpcId.Value) : Stop("NO_ROUTE_TO_DESTINATION", table.Id.Value);
        }
        var name = $"{table.Id}/{route.Name}";
        if (SpecRoutes.IsBlackhole(world, table.VpcId, route.Target)) return Stop("BAD_STATE_ROUTE", name);
        if (LeadsAstray(route.Target.Kind, table.VpcId)) return Stop("CANNOT_ROUTE", name);
        Note("route", [name]);
        var id = route.Target.Id;
        return route.Target.Kind switch
        {
            RouteTargetKind.Local => DeliverLocally(table.VpcId, from),
            RouteTargetKind.NetworkInterface => Arrive(world.Rows<NetworkInterface>().First(e => e.Id.Value == id), from),
            RouteTargetKind.NatGateway => ThroughNat(world.Rows<NatGateway>().First(n => n.Id.Value == id), from),
            RouteTargetKind.InternetGateway => OutByGateway(world.Rows<InternetGateway>().First(g => g.Id.Value == id), table.VpcId),
            RouteTargetKind.EgressOnlyInternetGateway => OutByEgressOnly(id, table.VpcId),
            RouteTargetKind.VpcPeering => OverPeering(world.Rows<VpcPeering>().First(p => p.Id.Value == id), table.VpcId),
            RouteTargetKind.VpnGateway => Stop("BAD_STATE", id),
            RouteTargetKind.VpcEndpoint => Deliver(id),
            _ => throw new InvalidOperationException($"{route.Target} should be a black hole"),
        };
    }

    /// <summary>
    /// The private address of another VPC's interface is not on the internet. A route to a gateway that takes it there is the wrong way,
    /// and the explanation is about the way that lost.
    /// </summary>
    private bool LeadsAstray(RouteTargetKind kind, Id<Vpc> vpc) =>
        kind is RouteTargetKind.InternetGateway or RouteTargetKind.EgressOnlyInternetGateway
        && SpecInternet.IsSpecial(packet.Destination) && MeantElsewhere(vpc) is not null;

    /// <summary>The other VPC in which the IPv4 destination lies: the sender's for an answer, else that of the interface that was named, else one that an active peering joins to this one.</summary>
    private Id<Vpc>? MeantElsewhere(Id<Vpc> vpc)
    {
        // What was asked for by its NAT64 name was asked of the IPv4 internet, whatever lies behind the name.
        if (packet.Destination.IsV6 || asksV6 || world.VpcOf(vpc).Holds(packet.Destination)) return null;
        var end = isAnswer ? sender : named is { } node && IsNode(node) && chosen.Count > 0 ? null : named;
        IEnumerable<Id<Vpc>> candidates = end is { } id
            ? world.Rows<NetworkInterface>().Where(e => e.Id == id).Select(e => e.VpcId)
            : isAnswer ? [] : world.Rows<VpcPeering>().Where(p => p.State == PeeringState.Active && p.Joins(vpc)).Select(p => p.OtherThan(vpc).VpcId);
        foreach (var other in candidates)
        {
            if (other != vpc && world.IsThere(other) && world.VpcOf(other).Holds(packet.Destination)) return other;
        }
        return null;
    }

    private bool ArePeered(Id<Vpc> one, Id<Vpc> other) =>
        world.Rows<VpcPeering>().Any(p => p.State == PeeringState.Active && p.Joins(one) && p.Joins(other));

    private SpecWay DeliverLocally(Id<Vpc> vpc, Subnet? from)
    {
        if (Steers(vpc) is { } node) return BackBy(node, null, from);
        return world.VpcOf(vpc).Holds(packet.Destination) ? ToHolder(vpc, from, vpc.Value) : Stop("VPC_LOCAL_ROUTE_CIDR_RESTRICTION", vpc.Value);
    }

    private SpecWay ToHolder(Id<Vpc> vpc, Subnet? from, string nobody) =>
        world.Holder(vpc, packet.Destination) is { } eni ? Arrive(eni, from) : Stop("NO_PATH", nobody);

    /// <summary>The answer of a gateway endpoint's service enters the VPC.</summary>
    public SpecWay FromEndpoint(VpcEndpoint endpoint) => DeliverLocally(endpoint.VpcId, null);

    /// <summary>Arriving at an interface; if the packet is for another, it is an appliance and may forward it.</summary>
    private SpecWay Arrive(NetworkInterface eni, Subnet? from)
    {
        var subnet = world.SubnetOf(eni);
        if (from?.Id != subnet.Id && AskAcl(subnet, egress: false) is { } stopped) return stopped;
        if (!IsAnswerTo(memory.LetOut, eni))
        {
            var (permits, blocker) = SpecFilters.AskGroups(world, eni, egress: false, packet, via);
            if (blocker is not null) return Stop(blocker);
            if (permits.Count > 0) Note("groups in", permits);
            if (!isAnswer) memory.LetIn.Add((eni.Id, packet));
        }
        var isForIt = eni.Has(packet.Destination);
        if (!isForIt && eni.SourceDestCheck && !world.PassesFlows(eni)) return Stop("ENI_SOURCE_DEST_CHECK_RESTRICTION", eni.Id.Value);
        if (!SpecLookups.IsAttached(eni)) return Stop("BAD_STATE_ATTACHMENT", eni.Id.Value);
        if (world.DarkZoneOf(eni) is { } dark) return Stop("BAD_STATE", dark);
        if (!world.IsRunning(eni)) return Stop("BAD_STATE", world.InstanceOf(eni)?.Id.Value ?? eni.Id.Value);
        if (isForIt && ComesFromItself(eni)) return Stop("ELBV2_SOURCE_ADDRESS_PRESERVATION", via is { } node ? world.BalancerOf(node)?.Id.Value ?? "" : "");
        if (world.BalancerOf(eni) is { } balancer) return AtNode(eni, balancer);
        if (!isForIt && named == eni.Id) return Stop("ENI_ADDRESS_RESTRICTION", eni.Id.Value);
        // Who sent from an address that is not its own (check off) takes the answer to it.
        if (!isForIt && eni.Id == sender && packet == awaited) return Deliver(eni.Id.Value);
        if (!isForIt) return Forward(eni);

        var nat = world.NatOf(eni);
        if (Untranslate(eni.Id.Value)) return nat is not null ? LeaveSubnet(eni) : forwarded.Add(eni.Id) ? Leave(eni) : Stop("NO_PATH", eni.Id.Value);
        if (nat is not null) return Stop("NO_PATH", nat.Id.Value);
        return named is { } meant && meant != eni.Id && !IsNode(meant) ? Stop("ENI_ADDRESS_RESTRICTION", meant.Value) : Deliver(eni.Id.Value);
    }

    /// <summary>An appliance's guest: a router, a masquerading router, or nothing that forwards. Once only, else it is a loop.</summary>
    private SpecWay Forward(NetworkInterface eni)
    {
        if (!forwarded.Add(eni.Id) || ++hops > MostHops) return Stop("NO_PATH", eni.Id.Value);
        if (world.InstanceOf(eni) is not { } instance) return Stop("NO_PATH", eni.Id.Value);
        var does = world.At(world.PlaceOf(eni.VpcId)).TagsOf(instance.Id.Value).GetValueOrDefault("haneul:forwarding", "router");
        if (does == "none" || !packet.Source.IsV6 && IsFromItself(eni)) return Stop("NO_PATH", eni.Id.Value);
        // Linux translates whole connections: the answer to a TCP connection or ping that it did not see asked is none of its connections, and passes as it is.
        var isStray = isAnswer && (packet.Protocol is SpecPacket.Tcp or SpecPacket.Icmp or SpecPacket.IcmpV6);
        if (does == "masquerade" && !isStray)
        {
            var own = packet.Source.IsV6 ? eni.Ipv6Addresses : eni.PrivateIps;
            if (own.IsEmpty) return Stop("NO_PATH", eni.Id.Value);
            Translate(eni.Id.Value, packet with { Source = own[0] });
        }
        return Leave(eni);
    }

    /// <summary>https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html</summary>
    private SpecWay ThroughNat(NatGateway nat, Subnet? from)
    {
        if (nat.State != NatGatewayState.Available) return Stop("BAD_STATE", nat.Id.Value);
        var eni = world.Rows<NetworkInterface>().First(e => e.Id == nat.Addresses[0].InterfaceId);
        via = null;
        if (world.DarkZoneOf(eni) is { } dark) return Stop("BAD_STATE", dark);
        var subnet = world.SubnetOf(eni);
        if (from?.Id != subnet.Id && AskAcl(subnet, egress: false) is { } stopped) return stopped;
        var isNat64 = packet.Destination.IsV6 && SpecInternet.Nat64.Contains(packet.Destination);
        if (packet.Destination.IsV6 != isNat64) return Stop("PROTOCOL_RESTRICTION", nat.Id.Value);
        if (!packet.HasPorts && packet.Protocol != (isNat64 ? SpecPacket.IcmpV6 : SpecPacket.Icmp)) return Stop("PROTOCOL_RESTRICTION", nat.Id.Value);
        if (!world.VpcOf(nat.VpcId).Holds(packet.Source)) return Stop("NGW_REQUIRES_SOURCE_IN_VPC", nat.Id.Value);
        if (!forwarded.Add(eni.Id)) return Stop("NO_PATH", nat.Id.Value);
        var changed = packet with { Source = nat.Addresses[0].PrivateIp, SourcePort = packet.HasPorts ? Math.Max(1024, packet.SourcePort) : 0 };
        // https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-nat64-dns64.html: the last 32 bits are the IPv4 destination; ICMPv6 echo becomes ICMP echo (RFC 7915).
        if (isNat64) changed = changed with { Destination = Ip.V4((uint)packet.Destination.Bits) };
        if (isNat64 && packet.IsIcmp) changed = changed with { Protocol = SpecPacket.Icmp, Type = packet.Type switch { 128 => 8, 129 => 0, _ => packet.Type } };
        Translate(eni.Id.Value, changed);
        return LeaveSubnet(eni);
    }

    /// <summary>https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html</summary>
    private SpecWay OutByGateway(InternetGateway gateway, Id<Vpc> vpc)
    {
        if (world.VpcOf(vpc).Holds(packet.Destination)) return Stop("IGW_DESTINATION_ADDRESS_IN_VPC_CIDRS", gateway.Id.Value);
        if (packet.Source.IsV6)
        {
            if (!world.VpcOf(vpc).Holds(packet.Source)) return Stop("IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS", gateway.Id.Value);
            return Internet();
        }
        if (world.Holder(vpc, packet.Source) is not { } eni || world.PublicFor(eni, packet.Source) is not { } address)
            return Stop("IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS", gateway.Id.Value);
        packet = packet with { Source = address };
        return Internet();
    }

    /// <summary>https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html</summary>
    private SpecWay OutByEgressOnly(string gateway, Id<Vpc> vpc)
    {
        if (!packet.Source.IsV6) return Stop("PROTOCOL_RESTRICTION", gateway);
        if (world.VpcOf(vpc).Holds(packet.Destination)) return Stop("IGW_DESTINATION_ADDRESS_IN_VPC_CIDRS", gateway);
        if (!world.VpcOf(vpc).Holds(packet.Source)) return Stop("IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS", gateway);
        if (!isAnswer) memory.LeftByEgressOnly.Add((vpc, packet));
        return Internet();
    }

    /// <summary>https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html</summary>
    private SpecWay OverPeering(VpcPeering peering, Id<Vpc> vpc)
    {
        var other = peering.OtherThan(vpc).VpcId;
        if (!world.VpcOf(vpc).Holds(packet.Source) || !world.VpcOf(other).Holds(packet.Destination))
            return Stop("PCX_REQUIRES_ADDRESS_IN_VPC_CIDR", peering.Id.Value);
        via = null;
        return DeliverLocally(other, null);
    }

    /// <summary>The internet brings the packet to whoever holds its destination.</summary>
    public SpecWay Internet()
    {
        if (++hops > MostHops) return Stop("NO_PATH", "internet");
        via = null;
        var ip = packet.Destination;
        foreach (var (vpc, left) in memory.LeftByEgressOnly)
        {
            if (isAnswer && left.Answer == packet) return DeliverLocally(vpc, null);
        }
        if (!ip.IsV6 && world.StandsFor(ip) is { } stands) return InByGatewayOf(stands.Eni.VpcId);
        if (ip.IsV6 && world.Rows<NetworkInterface>().FirstOrDefault(e => e.Has(ip)) is { } holder)
        {
            return InByGatewayOf(holder.VpcId);
        }
        if (SpecInternet.IsMachine(ip)) return ToMachine();
        if (SpecInternet.OfTheCloud(ip) is { } own) return Deliver(own);
        foreach (var host in world.Rows<OutsideHost>())
        {
            if (host.HomeId is null && host.Address == ip) return Deliver(host.Id.Value);
        }
        foreach (var home in world.Rows<Home>())
        {
            if (home.PublicIp != ip) continue;
            if (!Untranslate(home.Id.Value) && !IsForwarded(home)) return Stop("NO_PATH", home.Id.Value);
            return Deliver(world.Rows<OutsideHost>().First(h => h.HomeId == home.Id && h.Address == packet.Destination).Id.Value);
        }
        if (named is { } id && world.Interface(id) is { } target && target.Has(ip)) return InByGatewayOf(target.VpcId);
        return SpecInternet.IsSpecial(ip) || SpecInternet.IsPooled(world, ip) ? Stop("NO_PATH", "internet") : Deliver("internet");
    }

    /// <summary>What comes to a port that the home forwards is for the host and port that it leads to.</summary>
    private bool IsForwarded(Home home)
    {
        if (isAnswer || home.Forwards.FirstOrDefault(f => f.Protocol == packet.Protocol && f.Port == packet.DestinationPort) is not { } forward) return false;
        var inside = world.Rows<OutsideHost>().First(h => h.Id == forward.HostId);
        Translate(home.Id.Value, packet with { Destination = inside.Address, DestinationPort = forward.HostPort });
        return true;
    }

    /// <summary>The machine takes answers, and TCP to what it exposes.</summary>
    private SpecWay ToMachine() =>
        isAnswer || packet.Protocol == SpecPacket.Tcp && world.Rows<ExposedPort>().Any(p => p.Port == packet.DestinationPort)
            ? Deliver(AddressPools.MachineName)
            : Stop("NO_PATH", AddressPools.MachineName);

    private SpecWay InByGatewayOf(Id<Vpc> vpc) =>
        world.GatewayOf(vpc) is { } gateway ? InByGateway(gateway) : Stop("BAD_STATE_ATTACHMENT", vpc.Value);

    /// <summary>Coming in by an internet gateway.</summary>
    public SpecWay InByGateway(InternetGateway gateway)
    {
        if (gateway.VpcId is not { } vpc) return Stop("BAD_STATE_ATTACHMENT", gateway.Id.Value);
        var table = world.TableOf(gateway);
        if (!packet.Destination.IsV6)
        {
            if (world.StandsFor(packet.Destination) is not { } stands || stands.Eni.VpcId != vpc)
                return Stop(table is null ? "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS" : "INGRESS_RTB_NO_PUBLIC_IP", gateway.Id.Value);
            packet = packet with { Destination = stands.PrivateIp };
        }
        return table is null ? DeliverLocally(vpc, null) : Follow(table, null);
    }

    /// <summary>Resolver, metadata, time: https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html</summary>
    private static bool IsService(Vpc vpc, Ip ip) =>
        ip == vpc.Cidr.Network + 2
        || ip.ToString() is "169.254.169.253" or "169.254.169.254" or "169.254.169.123" or "fd00:ec2::253" or "fd00:ec2::254" or "fd00:ec2::123";

    /// <summary>Names at port 53 by UDP and TCP, if the VPC has them; metadata by HTTP; time by NTP. Nothing else.</summary>
    private bool IsServed(Vpc vpc) => packet.Destination.ToString() switch
    {
        "169.254.169.254" or "fd00:ec2::254" => packet.Protocol == SpecPacket.Tcp && packet.DestinationPort == 80,
        "169.254.169.123" or "fd00:ec2::123" => packet.Protocol == SpecPacket.Udp && packet.DestinationPort == 123,
        _ => vpc.EnableDnsSupport && packet.HasPorts && packet.DestinationPort == 53,
    };

    private bool IsAnswerTo(HashSet<(Id<NetworkInterface> At, SpecPacket Packet)> tracked, NetworkInterface eni) =>
        isAnswer && tracked.Any(t => t.At == eni.Id && t.Packet.Answer == packet);

    private void Translate(string where, SpecPacket changed)
    {
        if (!isAnswer) memory.Translations.Add((where, packet, changed));
        packet = changed;
    }

    /// <summary>Undoes a translation that was made here on the way there, if this is an answer to it.</summary>
    private bool Untranslate(string where)
    {
        if (!isAnswer) return false;
        foreach (var (place, before, after) in memory.Translations)
        {
            if (place != where || packet != after.Answer) continue;
            packet = before.Answer;
            return true;
        }
        return false;
    }

    private SpecWay? AskAcl(Subnet subnet, bool egress)
    {
        var (decider, allows) = SpecFilters.AskAcl(world.AclOf(subnet), egress, packet);
        if (!allows) return Stop("SUBNET_ACL_RESTRICTION", decider);
        Note(egress ? "acl out" : "acl in", [decider]);
        return null;
    }

    private void Note(string stage, ImmutableSortedSet<string> deciders) => steps.Add(new SpecStep(stage, deciders));

    private SpecWay Deliver(string where) => new(where, packet, null, steps.ToImmutable()) { Then = then, Chosen = [.. chosen] };

    private SpecWay Stop(string code, string decider) => Stop(new SpecBlocker(code, [decider]));

    private SpecWay Stop(SpecBlocker blocker) => new(null, packet, blocker, steps.ToImmutable()) { Chosen = [.. chosen] };
}
