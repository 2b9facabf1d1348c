using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Flows;

/// <summary>The VPCs whose passing flows are counted: those with a flow log that is delivered, and all while somebody watches. In the others only what is refused is counted.</summary>
internal static class ObservedVpcs
{
    public static IReadOnlySet<string> Of(World world, Network net, bool isWatched)
    {
        if (isWatched) return net.Routers.Keys.ToHashSet(StringComparer.Ordinal);
        return world.Everywhere<FlowLog>().Where(l => FlowDelivery.WhyNot(l.Row) is null).Select(l => RouterOf(net, l.Row.ResourceId)).OfType<string>().ToHashSet(StringComparer.Ordinal);
    }

    private static string? RouterOf(Network net, string resource) =>
        net.Routers.ContainsKey(resource) ? resource
        : net.Segments.TryGetValue(resource, out var segment) ? segment.Router.Id
        : net.Ports.TryGetValue(resource, out var port) ? port.Router.Id
        : null;
}
