using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Tests.Spec;

/// <summary>At the node of a load balancer, as docs/packet-path.md and AWS's documents tell it.</summary>
internal sealed partial class SpecWalk
{
    private const int OwnSourcePort = 49152;

    /// <summary>The node of a network balancer that sent the packet last.</summary>
    private NetworkInterface? via;

    /// <summary>The balancer's own connection, where the packet ended at a listener that asks a target.</summary>
    private SpecQuestion? then;

    /// <summary>Targets that were chosen.</summary>
    private readonly List<SpecTarget> chosen = [];

    private SpecWay AtNode(NetworkInterface eni, LoadBalancer balancer)
    {
        if (isAnswer)
        {
            if (Untranslate(eni.Id.Value)) return forwarded.Add(eni.Id) ? Leave(eni) : Stop("NO_PATH", eni.Id.Value);
            return eni.Id == sender && packet == awaited ? Deliver(eni.Id.Value) : Stop("NO_PATH", eni.Id.Value);
        }
        if (!eni.Has(packet.Destination)) return Stop("NO_PATH", balancer.Id.Value);
        if (balancer.Type == BalancerType.Application && packet.IsIcmp) return EndAt(eni, null);
        if (!packet.HasPorts || SpecBalancers.ListenerFor(world, balancer, packet) is not { } listener) return Stop("ELBV2_LISTENERS_MISMATCH", balancer.Id.Value);
        return SpecBalancers.TouchesBytes(world, balancer, listener) ? EndAtListener(eni, balancer, listener) : PassOn(eni, balancer, listener);
    }

    /// <summary>"The load balancer selects a target using a flow hash algorithm, and forwards the packet"; destination and port become the target's, the source the node's where the client's is not kept.</summary>
    private SpecWay PassOn(NetworkInterface eni, LoadBalancer balancer, Listener listener)
    {
        var groups = SpecBalancers.WeightyGroupsOf(world, listener.DefaultActions);
        var usable = Usable(eni, balancer, groups).Where(t => t.Address.IsV6 == packet.Destination.IsV6).ToList();
        if (usable.Count == 0) return Untargeted([listener.Id.Value], listener.DefaultActions);
        if (!forwarded.Add(eni.Id) || ++hops > MostHops) return Stop("NO_PATH", eni.Id.Value);
        var target = Choose(usable);
        Note("balancer", [listener.Id.Value, target.Group.Id.Value, .. usable.Select(t => $"among {t}")]);
        var changed = packet with { Destination = target.Address, DestinationPort = target.Port };
        if (SpecBalancers.KeepsClient(target.Group)) memory.Steered.Add((eni.Id, changed));
        else changed = changed with { Source = (packet.Destination.IsV6 ? eni.Ipv6Addresses : eni.PrivateIps)[0], SourcePort = Math.Max(1024, packet.SourcePort) };
        Translate(eni.Id.Value, changed);
        return Leave(eni);
    }

    /// <summary>The connection ends at the node; by the rule that takes the request it is answered, or a target is asked by another connection.</summary>
    private SpecWay EndAtListener(NetworkInterface eni, LoadBalancer balancer, Listener listener)
    {
        var rule = SpecBalancers.RuleFor(world, listener, question.Http);
        var actions = rule?.Actions ?? listener.DefaultActions;
        ImmutableSortedSet<string> deciders = [listener.Id.Value, rule?.Id.Value ?? listener.Id.Value];
        if (!actions.Any(a => a.Type == ActionType.Forward))
        {
            Note("balancer", deciders);
            return EndAt(eni, null);
        }
        var usable = Usable(eni, balancer, SpecBalancers.WeightyGroupsOf(world, actions));
        if (usable.Count == 0) return Untargeted(deciders, actions);
        var target = Choose(usable);
        Note("balancer", [.. deciders, target.Group.Id.Value, .. usable.Select(t => $"among {t}")]);
        var isBorrowed = balancer.Type == BalancerType.Network && SpecBalancers.KeepsClient(target.Group) && target.Address.IsV6 == packet.Source.IsV6;
        var (source, port) = isBorrowed ? (packet.Source, packet.SourcePort) : ((target.Address.IsV6 ? eni.Ipv6Addresses : eni.PrivateIps)[0], OwnSourcePort);
        var holder = world.Holder(balancer.VpcId, target.Address);
        then = new SpecQuestion(new SpecStart.Interface(eni.Id), new SpecPacket(source, target.Address, SpecPacket.Tcp, port, target.Port), holder?.Id) { Http = question.Http, Pick = question.Pick };
        return EndAt(eni, holder?.Id);
    }

    /// <summary>Who named another interface meant the target behind the node.</summary>
    private SpecWay EndAt(NetworkInterface eni, Id<NetworkInterface>? asked) =>
        named is { } meant && meant != eni.Id && meant != asked && !IsNode(meant) ? Stop("ENI_ADDRESS_RESTRICTION", meant.Value) : Deliver(eni.Id.Value);

    /// <summary>The node of a network balancer that was named stands for the targets behind it.</summary>
    private bool IsNode(Id<NetworkInterface> id) => world.Interface(id) is { } eni && world.PassesFlows(eni);

    private List<SpecTarget> Usable(NetworkInterface eni, LoadBalancer balancer, IEnumerable<TargetGroup> groups)
    {
        var zone = balancer.Nodes.First(n => n.InterfaceId == eni.Id).Zone;
        return [.. groups.SelectMany(g => SpecBalancers.Usable(world, balancer, zone, g)).OrderBy(t => t.Address).ThenBy(t => t.Port)];
    }

    private SpecTarget Choose(List<SpecTarget> usable)
    {
        var target = usable[question.Pick % usable.Count];
        chosen.Add(target);
        return target;
    }

    private SpecWay Untargeted(ImmutableSortedSet<string> deciders, IEnumerable<RuleAction> actions)
    {
        var groups = SpecBalancers.GroupsOf(world, actions);
        var code = groups.Any(g => SpecBalancers.HasTargets(world, g)) ? "ELBV2_NO_TARGETS_IN_AZ" : "ELBV2_LISTENER_HAS_NO_TG";
        return Stop(new SpecBlocker(code, deciders.Union(groups.Select(g => g.Id.Value))));
    }

    /// <summary>The node by which this answer goes back, whatever the routes of its VPC say: the flow was passed on by it with the client's address.</summary>
    private NetworkInterface? Steers(Id<Vpc> vpc)
    {
        foreach (var (at, passed) in memory.Steered)
        {
            if (isAnswer && passed.Answer == packet && world.Interface(at) is { } node && node.VpcId == vpc) return node;
        }
        return null;
    }

    /// <summary>Out of the subnet of whoever answers, and in at the node.</summary>
    private SpecWay BackBy(NetworkInterface node, Subnet? left, Subnet? from)
    {
        if (left is not null && left.Id != node.SubnetId && AskAcl(left, egress: true) is { } stopped) return stopped;
        return ++hops > MostHops ? Stop("NO_PATH", node.Id.Value) : Arrive(node, from);
    }

    /// <summary>"Client IP preservation: instances can't connect to themselves through the load balancer": the host drops what comes from its own address.</summary>
    private bool ComesFromItself(NetworkInterface eni) => via is not null && !isAnswer && IsFromItself(eni);

    private bool IsFromItself(NetworkInterface eni) =>
        world.Rows<NetworkInterface>().Any(e => e.VpcId == eni.VpcId && e.Has(packet.Source) && (e.Id == eni.Id || world.InstanceOf(e) is { } host && host == world.InstanceOf(eni)));
}
