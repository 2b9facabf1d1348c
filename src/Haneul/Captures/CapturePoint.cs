using Haneul.Fabric;
using Haneul.Kernel;
using Haneul.Model;
using Haneul.Tracing;

namespace Haneul.Captures;

/// <summary>One device to listen at.</summary>
/// <param name="Namespace">By its name in the plan; empty: the machine's.</param>
/// <param name="Device">The device there.</param>
/// <param name="Name">What people call it: <c>web-a eth0</c>.</param>
/// <param name="Description">Ids, and where to find it in the kernel.</param>
internal sealed record CapturePoint(string Namespace, string Device, string Name, string Description);

/// <summary>Finds the devices of things, and of all that a path passes: each cable of the plan is listened to at one end.</summary>
internal sealed class CapturePoints(KernelPlan plan, Network net, Sight sight)
{
    public const string Link = "link";

    private readonly Dictionary<CablePlan, CapturePoint> points = [];
    private readonly List<CapturePoint> inOrder = [];

    public IReadOnlyList<CapturePoint> Found => inOrder;

    /// <summary>All devices of a thing.</summary>
    public void Add(ObjectRef thing)
    {
        switch (thing.Kind)
        {
            case ObjectKind.NetworkInterface:
                if (net.Ports.TryGetValue(thing.Id, out var port)) AddPort(port);
                break;
            case ObjectKind.InternetGateway or ObjectKind.EgressOnlyInternetGateway:
                foreach (var router in net.Routers.Values.Where(r => r.InternetGatewayId == thing.Id || r.EgressOnlyGatewayId == thing.Id)) AddAllOf(PlanNames.Edge(router.Id), thing.Id);
                break;
            case ObjectKind.VpcPeering:
                foreach (var link in net.Links.Where(l => l.Ref.Id == thing.Id)) AddAll(c => c.One.Device == PlanNames.LinkDevice(thing.Id) && c.Other.Device == c.One.Device, link.OneId, thing.Id);
                break;
            case ObjectKind.OutsideHost when thing.Id == AddressPools.MachineName:
                AddAllOf(KernelPlan.Machine, Link);
                break;
            case ObjectKind.OutsideHost:
                AddAllOf(PlanNames.OutsideHost(thing.Id), thing.Id);
                break;
            case ObjectKind.Home:
                AddAllOf(PlanNames.Home(thing.Id), thing.Id);
                break;
            case ObjectKind.Internet:
                AddAllOf(PlanNames.Anyone, thing.Id);
                break;
            case ObjectKind.Subnet or ObjectKind.RouteTable or ObjectKind.NetworkAcl or ObjectKind.Zone or ObjectKind.Service:
                break;
            default:
                AddAllOf(thing.Id, thing.Id);
                break;
        }
    }

    /// <summary>What a packet passes, there and back, in its order.</summary>
    public void Add(Trace trace)
    {
        foreach (var step in trace.Forward.Concat(trace.Return))
        {
            if (step.InterfaceId is { } id) Add(new ObjectRef(ObjectKind.NetworkInterface, id));
            if (step.At.Kind is not (ObjectKind.Vpc or ObjectKind.Internet)) Add(step.At);
        }
        // Between two others the internet is a wire; at an end it is whoever answers there.
        if (trace.From.Kind == ObjectKind.Internet || trace.To is { Kind: ObjectKind.Internet }) Add(ObjectRef.Internet);
    }

    private void AddPort(Port port) => AddAll(c => c.One.Namespace == port.Router.Id && c.One.Device == PlanNames.PortDevice(port.Id), null, port.Id);

    private void AddAllOf(string ns, string id) => AddAll(c => c.One.Namespace == ns || c.Other.Namespace == ns, ns, id);

    /// <param name="isMeant">The cables.</param>
    /// <param name="ns">The namespace whose end is listened at; null: the far end of a router's.</param>
    /// <param name="id">Of the thing.</param>
    private void AddAll(Func<CablePlan, bool> isMeant, string? ns, string id)
    {
        foreach (var cable in plan.Cables.Where(isMeant))
        {
            if (points.ContainsKey(cable)) continue;
            var end = ns is null || cable.Other.Namespace == ns ? cable.Other : cable.One;
            var point = new CapturePoint(end.Namespace, end.Device, $"{LabelOf(end, cable, id)} {end.Device}", $"{id}, device {end.Device} of {(end.Namespace.Length == 0 ? "this machine" : end.Namespace)}");
            points[cable] = point;
            inOrder.Add(point);
        }
    }

    /// <summary>The name of what has the device; in a VPC, of what is at the other end.</summary>
    private string LabelOf(CableEnd end, CablePlan cable, string id)
    {
        var far = ReferenceEquals(end, cable.One) ? cable.Other : cable.One;
        var shown = net.Routers.ContainsKey(end.Namespace) ? far.Namespace : end.Namespace;
        if (shown.Length == 0) return "this machine";
        return sight.Index.WithId(shown).FirstOrDefault()?.Name ?? sight.Index.WithId(id).FirstOrDefault()?.Name ?? plan.Namespaces.GetValueOrDefault(shown)?.Meaning switch { { Length: > 0 } meaning => meaning, _ => id };
    }
}
