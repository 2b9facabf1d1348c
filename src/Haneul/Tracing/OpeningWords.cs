using Haneul.Fabric;
using Haneul.Model;
using Haneul.Output;

namespace Haneul.Tracing;

/// <summary>What would open a way, as advice to a person.</summary>
internal sealed class OpeningWords(Objects objects, Trace trace)
{
    public string Told(Blocker blocker)
    {
        var o = blocker.Opens;
        return o.Kind switch
        {
            _ when blocker is { Code: ExplanationCode.NoPath, Direction: Direction.Return, Step: StepKind.Arrived or StepKind.HomeRouter } => "let the answer leave by the way that the question came",
            _ when blocker.Code is ExplanationCode.UnsupportedComponent or ExplanationCode.NoSourceOrDestination => "ask about an instance, interface, internet gateway, peering, address or host outside",
            OpeningKind.AddGroupRule => $"in {Groups(blocker)}, add {Article(blocker)} rule: {Traffic(blocker.Packet)} {Side(blocker)} {Peer(o)}",
            OpeningKind.AddAclEntry => AclEntry(blocker),
            OpeningKind.AddRoute => $"in {Table(blocker)}, add a route for {Peer(o)}{Leading(o)}",
            OpeningKind.ReplaceRoute when blocker.At != o.On && o.Target is { } gateway =>
                $"in {Told(o.On)}, let {Peer(o)} lead to {Told(gateway)}: the answer must leave by the gateway through which the question came",
            OpeningKind.ReplaceRoute => $"replace {Routes(blocker)}{Leading(o)}",
            OpeningKind.AssociatePublicAddress => $"give {o.Peer?.Network.ToString() ?? "it"} a public address: associate an elastic address with its interface",
            OpeningKind.AttachGateway => o.On.Kind == ObjectKind.Vpc ? $"attach an internet gateway to {Told(o.On)}" : $"attach {Told(o.On)} to the VPC",
            OpeningKind.AttachInterface => $"attach {Told(o.On)} to an instance",
            OpeningKind.StartInstance => $"start {Told(blocker.Reasons.FirstOrDefault().Object is { Id.Length: > 0 } i ? i : o.On)}",
            OpeningKind.DisableSourceDestCheck => $"switch off the source/destination check of {Told(o.On)}",
            OpeningKind.UseOwnAddress => "send with, or to, an address that the interface holds",
            OpeningKind.ConnectVpcs => $"connect the VPCs: a peering{(o.Target is { } far ? $" with {Told(far)}" : "")}, and routes to it on both sides",
            OpeningKind.RestoreGateway => $"replace {Told(o.On)} by one that works",
            OpeningKind.RecoverZone => $"wait until zone {o.Target?.Id} works again ('{Commands.Self.Name} zone recover {o.Target?.Id}'), or use what is in another zone",
            OpeningKind.ForwardPort => $"let {Told(o.On)} forward {Traffic(blocker.Packet)} to a host inside: '{Commands.Self.Name} outside forward {o.On.Id} {blocker.Packet.DestinationPort} HOST'{(blocker.Packet.Protocol == Protocols.Udp ? " with --proto udp" : "")}",
            OpeningKind.ExposePort => $"expose the port: '{Commands.Self.Name} outside expose {blocker.Packet.DestinationPort}'",
            OpeningKind.AddListener => $"give {Told(o.On)} a listener at {Traffic(blocker.Packet)}",
            OpeningKind.AddTargetGroup => $"let the listener of {Told(o.On)} forward to a target group",
            OpeningKind.RegisterTarget => $"register a target in the node's zone, or let {Told(o.On)} cross zones (load_balancing.cross_zone.enabled)",
            OpeningKind.HideClient => "switch off preserve_client_ip.enabled of the target group, or ask from elsewhere",
            OpeningKind.UseOtherWay => "route this traffic another way",
            _ => "nothing here: it takes another address, or somebody who has this one",
        };
    }

    /// <summary>The block to name; where the question is about the internet as a whole, so is the advice.</summary>
    private string Peer(Opening o)
    {
        if (o.Peer is not { } peer) return "it";
        var isAnyone = trace.Question.Source == PathEnd.Internet && peer == Cidr.Host(trace.Packet.Source) || trace.Question.Destination == PathEnd.Internet && peer == Cidr.Host(trace.Packet.Destination);
        return (isAnyone ? peer.IsV6 ? Cidr.AnyV6 : Cidr.AnyV4 : peer).ToString();
    }

    private static string Article(Blocker b) => b.Step == StepKind.GroupIngress ? "an inbound" : "an outbound";

    private static string Side(Blocker b) => b.Step is StepKind.GroupIngress or StepKind.AclIngress ? "from" : "to";

    private string Groups(Blocker b)
    {
        var groups = b.Reasons.Select(r => r.Object).Where(o => o.Kind == ObjectKind.SecurityGroup).Distinct().Select(Told).ToList();
        return groups.Count == 0 ? $"a security group of {Told(b.At)}" : string.Join(" or ", groups);
    }

    private string AclEntry(Blocker b)
    {
        var deciding = b.Reasons.FirstOrDefault(r => r.Object.Kind == ObjectKind.NetworkAcl);
        var number = deciding.Part is { Length: > 0 } part ? part[(part.IndexOf('/') + 1)..] : "*";
        var before = number == "*" ? "" : $" numbered below {number}";
        var side = b.Step == StepKind.AclIngress ? "an inbound" : "an outbound";
        return $"in {Told(deciding.Object)}, add {side} allow rule{before}: {Traffic(b.Packet)} {Side(b)} {Peer(b.Opens)}";
    }

    private string Table(Blocker b) => b.At.Kind == ObjectKind.RouteTable ? Told(b.At) : $"a route table of {Told(b.At)}";

    private string Leading(Opening o) => o.Target is { } target ? $" leading to {(target.Kind == ObjectKind.Vpc ? "local" : Told(target))}" : "";

    private string Routes(Blocker b) => b.Reasons.FirstOrDefault(r => r.Part.Length > 0) is { Part: { } part } r ? $"the route {part} of {Told(r.Object)}" : $"the route of {Told(b.At)}";

    private static string Traffic(Packet p) => Protocols.HasPorts(p.Protocol) ? $"{Protocols.NameOf(p.Protocol)} {PortNames.Told(p.DestinationPort)}" : Protocols.NameOf(p.Protocol);

    private string Told(ObjectRef of) => of.Id is null ? "it" : objects.Report(of).Told;
}
