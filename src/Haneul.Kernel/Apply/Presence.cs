namespace Haneul.Kernel;

/// <summary>
/// What of a plan can be there now: a cable waits until the hosts at its ends are, and what stands on its devices waits with it. A route that would lead over such a device drops meanwhile, so that no wider route takes its packets.
/// </summary>
public static class Presence
{
    /// <param name="plan">All that is wanted.</param>
    /// <param name="hosts">The hosts' namespaces that are there.</param>
    public static KernelPlan Of(KernelPlan plan, IReadOnlySet<string> hosts)
    {
        var cables = plan.Cables.Where(c => IsThere(c.One.Namespace) && IsThere(c.Other.Namespace));
        var devices = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var cable in cables)
        {
            // The first end of a dark cable is down: the kernel keeps no routes and neighbours there.
            if (cable.Up) Note(cable.One);
            Note(cable.Other);
        }
        return new KernelPlan
        {
            Cables = cables,
            Namespaces = plan.Namespaces.Where(n => IsThere(n.Key)).ToDictionary(n => n.Key, n => Within(n.Value, devices.GetValueOrDefault(n.Key) ?? []), StringComparer.Ordinal),
        };

        bool IsThere(string name) => plan.Namespaces.TryGetValue(name, out var ns) && (ns.Owner != NamespaceOwner.Host || hosts.Contains(name));

        void Note(CableEnd end)
        {
            if (!devices.TryGetValue(end.Namespace, out var names)) devices[end.Namespace] = names = new(StringComparer.Ordinal);
            names.Add(end.Device);
        }
    }

    private static NamespacePlan Within(NamespacePlan ns, HashSet<string> devices)
    {
        devices.Add("lo");
        devices.UnionWith(ns.Bridges);
        return ns with
        {
            Settings = [.. ns.Settings.Where(s => DeviceOf(s) is not { } d || devices.Contains(d))],
            Addresses = ns.Addresses.Where(a => devices.Contains(a.Device)),
            Neighbours = ns.Neighbours.Where(n => devices.Contains(n.Device)),
            Routes = Routes(ns, devices),
        };
    }

    private static PlanSet<RoutePlan> Routes(NamespacePlan ns, HashSet<string> devices)
    {
        var stay = ns.Routes.Where(r => r.Device is null || devices.Contains(r.Device));
        if (ns.Owner != NamespaceOwner.Plan || stay.Count == ns.Routes.Count) return stay;
        return [.. stay, .. ns.Routes.Except(stay).Select(r => new RoutePlan(r.Table, r.Prefix, RouteKind.Blackhole))];
    }

    /// <summary>The device that a setting is about: <c>ipv6/conf/DEVICE/disable_ipv6</c>.</summary>
    internal static string? DeviceOf(Setting setting) =>
        setting.Path.Split('/') is [_, "conf" or "neigh", var device, _] && device is not ("all" or "default") ? device : null;
}
