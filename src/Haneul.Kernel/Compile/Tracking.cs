using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>
/// Which tracked connections end when the network changes. A group's change cuts no tracked flow; one that was not tracked on AWS (<see cref="Loosened"/>) is cut at once when no rule admits it any more:
/// the kernel tracks it all the same, so it is made to forget it then. What a public address or an interface carried ends with it.
/// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html
/// </summary>
public static class Tracking
{
    /// <summary>The namespaces whose connections must be looked at, each with the test of what ends there.</summary>
    public static IReadOnlyDictionary<string, Func<Connection, bool>> Ends(Network before, Network after)
    {
        var ends = new Dictionary<string, Func<Connection, bool>>(StringComparer.Ordinal);
        foreach (var router in after.Routers.Values)
        {
            if (!before.Routers.TryGetValue(router.Id, out var old)) continue;
            var loose = Loose(before, old, after);
            if (loose.Count > 0) ends[router.Id] = c => IsCut(c, c.Asked.Source, loose) || IsCut(c, c.Asked.Destination, loose);
            var gone = old.Translations.Values.Where(t => router.PublicOf(t.Inside)?.Outside != t.Outside).Select(t => t.Outside).ToHashSet();
            if (gone.Count > 0) ends[PlanNames.Edge(router.Id)] = c => gone.Contains(c.Asked.Destination) || gone.Contains(c.Answered.Destination);
        }
        foreach (var (id, gone) in NodeTracking.Ends(before, after)) ends[PlanNames.BalancerNode(id)] = c => gone.Contains((c.Answered.Source, c.Answered.SourcePort));
        return ends;
    }

    /// <summary>Addresses of ports that may have left flows untracked and whose groups changed, and addresses whose port is gone, with nothing.</summary>
    private static Dictionary<Ip, Loosened?> Loose(Network before, Router old, Network after)
    {
        var loose = new Dictionary<Ip, Loosened?>();
        // Ports share stages: thousands may have the same two.
        var open = new Dictionary<(Stage, bool), OpenRules>();
        var same = new Dictionary<(Stage, Stage?), bool>();
        foreach (var (address, port) in old.Ports)
        {
            if (!after.Ports.TryGetValue(port.Id, out var now) || !now.Has(address)) loose[address] = null;
            else if (port is { In: { } into, Out: { } from } && !(IsSame(into, now.In) && IsSame(from, now.Out)))
            {
                var (admitted, sent) = (OpenOf(into, address.IsV6), OpenOf(from, address.IsV6));
                if (!admitted.IsEmpty && !sent.IsEmpty) loose[address] = new Loosened(before, port, now, admitted, sent);
            }
        }
        return loose;

        OpenRules OpenOf(Stage stage, bool isV6) => open.TryGetValue((stage, isV6), out var known) ? known : open[(stage, isV6)] = OpenRules.Of(stage, isV6);

        bool IsSame(Stage was, Stage? now) => same.TryGetValue((was, now), out var known) ? known : same[(was, now)] = Same(was, now);
    }

    /// <summary>With an address that is gone all of its connections end.</summary>
    private static bool IsCut(Connection c, Ip end, Dictionary<Ip, Loosened?> loose) => loose.TryGetValue(end, out var port) && (port is null || port.Cuts(c, end));

    private static bool Same(Stage? one, Stage? other) =>
        ReferenceEquals(one, other) || one is not null && other is not null && one.Rules.Select(r => r.Reason).ToHashSet().SetEquals(other.Rules.Select(r => r.Reason));
}
