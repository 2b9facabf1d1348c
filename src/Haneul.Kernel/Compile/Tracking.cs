using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>
/// Which tracked connections end when the network changes. A group's change cuts no tracked flow; one that was not tracked on AWS (all traffic admitted from everywhere, and back) is cut at once when no rule admits it any more:
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
            var loose = Loose(old, after);
            if (loose.Count > 0) ends[router.Id] = c => IsCut(c, c.Asked.Source, loose) || IsCut(c, c.Asked.Destination, loose);
            var gone = old.Translations.Values.Where(t => router.PublicOf(t.Inside)?.Outside != t.Outside).Select(t => t.Outside).ToHashSet();
            if (gone.Count > 0) ends[PlanNames.Edge(router.Id)] = c => gone.Contains(c.Asked.Destination) || gone.Contains(c.Answered.Destination);
        }
        foreach (var (id, gone) in NodeTracking.Ends(before, after)) ends[PlanNames.BalancerNode(id)] = c => gone.Contains((c.Answered.Source, c.Answered.SourcePort));
        return ends;
    }

    /// <summary>Addresses of ports that left flows untracked and whose groups changed, with the port as it is now, and addresses whose port is gone, with none.</summary>
    private static Dictionary<Ip, Port?> Loose(Router old, Network after)
    {
        var loose = new Dictionary<Ip, Port?>();
        // Ports share stages: thousands may have the same two.
        var (v4, v6) = (new Dictionary<Stage, bool>(ReferenceEqualityComparer.Instance), new Dictionary<Stage, bool>(ReferenceEqualityComparer.Instance));
        foreach (var (address, port) in old.Ports)
        {
            if (!after.Ports.TryGetValue(port.Id, out var now) || !now.Has(address)) loose[address] = null;
            else if (IsOpen(port.In, address.IsV6) && IsOpen(port.Out, address.IsV6) && !(Same(port.In, now.In) && Same(port.Out, now.Out))) loose[address] = now;
        }
        return loose;

        bool IsOpen(Stage? stage, bool isV6)
        {
            if (stage is null) return false;
            var known = isV6 ? v6 : v4;
            if (!known.TryGetValue(stage, out var open)) known[stage] = open = AdmitsEverything(stage, isV6);
            return open;
        }
    }

    /// <summary>With an address that is gone all of its connections end; else those of TCP and UDP (ICMP is always tracked) that no rule admits any more.</summary>
    private static bool IsCut(Connection c, Ip end, Dictionary<Ip, Port?> loose)
    {
        if (!loose.TryGetValue(end, out var port)) return false;
        if (port is null) return true;
        var asked = end == c.Asked.Source ? port.Out : port.In;
        return c.Protocol is Protocols.Tcp or Protocols.Udp && asked?.Permits(new Packet(c.Asked.Source, c.Asked.Destination, c.Protocol, c.Asked.SourcePort, c.Asked.DestinationPort)) == false;
    }

    private static bool Same(Stage? one, Stage? other) =>
        ReferenceEquals(one, other) || one is not null && other is not null && one.Rules.Select(r => r.Reason).ToHashSet().SetEquals(other.Rules.Select(r => r.Reason));

    private static bool AdmitsEverything(Stage stage, bool v6) =>
        stage.Rules.Any(r => r.Permits && Shape.Of(r.Match) is { Protocol: null } shape && shape.Blocks.Any(b => b.IsV6 == v6 && b.Length == 0));
}
