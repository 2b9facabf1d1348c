namespace Haneul.Kernel;

/// <summary>
/// What of a plan can be there now: a cable waits until the hosts at its ends are, and what stands on its devices waits with it. A route that would lead over such a device drops meanwhile, so that no wider route takes its packets.
/// It remembers what it answered last, and answers the very same for a namespace of which nothing has changed. One thread at a time.
/// </summary>
public sealed class Presence
{
    private static readonly List<string> NoDevices = [];

    private Dictionary<string, Answer> answers = new(StringComparer.Ordinal);
    private PlanSet<CablePlan> cables = [];

    /// <summary>By namespace: the devices on which something can stand, in the order of their cables.</summary>
    private Dictionary<string, List<string>> devices = new(StringComparer.Ordinal);

    /// <summary>What can be there of one namespace, and what that follows from.</summary>
    private readonly record struct Answer(NamespacePlan Asked, List<string> Devices, NamespacePlan Present);

    /// <param name="plan">All that is wanted.</param>
    /// <param name="hosts">The hosts' namespaces that are there.</param>
    public static KernelPlan Of(KernelPlan plan, IReadOnlySet<string> hosts) => new Presence().Next(plan, hosts);

    /// <summary>As <see cref="Of"/>, of a plan that comes after another.</summary>
    public KernelPlan Next(KernelPlan plan, IReadOnlySet<string> hosts)
    {
        var present = plan.Cables.Where(c => IsThere(c.One.Namespace) && IsThere(c.Other.Namespace));
        if (!present.Equals(cables)) devices = DevicesOf(present);
        cables = present;
        var now = new Dictionary<string, Answer>(plan.Namespaces.Count, StringComparer.Ordinal);
        foreach (var (name, ns) in plan.Namespaces)
        {
            if (IsThere(name)) now.Add(name, AnswerFor(ns, devices.GetValueOrDefault(name, NoDevices)));
        }
        answers = now;
        return new KernelPlan { Cables = present, Namespaces = now.ToDictionary(n => n.Key, n => n.Value.Present, StringComparer.Ordinal) };

        bool IsThere(string name) => plan.Namespaces.TryGetValue(name, out var ns) && (ns.Owner != NamespaceOwner.Host || hosts.Contains(name));
    }

    private Answer AnswerFor(NamespacePlan ns, List<string> own) =>
        answers.TryGetValue(ns.Name, out var last) && ReferenceEquals(last.Asked, ns) && last.Devices.SequenceEqual(own) ? last : new Answer(ns, own, Within(ns, [.. own, .. ns.Bridges, "lo"]));

    private static Dictionary<string, List<string>> DevicesOf(PlanSet<CablePlan> cables)
    {
        var devices = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var cable in cables)
        {
            // The first end of a dark cable is down: the kernel keeps no routes and neighbours there.
            if (cable.Up) Note(cable.One);
            Note(cable.Other);
        }
        return devices;

        void Note(CableEnd end)
        {
            if (!devices.TryGetValue(end.Namespace, out var names)) devices[end.Namespace] = names = new(1);
            names.Add(end.Device);
        }
    }

    private static NamespacePlan Within(NamespacePlan ns, HashSet<string> devices)
    {
        var present = ns with
        {
            Settings = ns.Settings.All(IsIn) ? ns.Settings : [.. ns.Settings.Where(IsIn)],
            Addresses = ns.Addresses.Where(a => devices.Contains(a.Device)),
            Neighbours = ns.Neighbours.Where(n => devices.Contains(n.Device)),
            Routes = Routes(ns, devices),
        };
        return present.Equals(ns) ? ns : present;

        bool IsIn(Setting setting) => DeviceOf(setting) is not { } device || devices.Contains(device);
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
