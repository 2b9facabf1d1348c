using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>
/// Which tracked connections end when the network changes. A group's change cuts no tracked flow; one that was not tracked on AWS (all traffic admitted from everywhere, and back) is cut at once when no rule admits it any more:
/// the kernel tracks it all the same, so it is made to forget it and to ask the rules again. What a public address or an interface carried ends with it.
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
            if (loose.Count > 0) ends[router.Id] = c => loose.Any(p => IsCut(c, p.Address, p.Untracked));
            var gone = old.Translations.Values.Where(t => router.PublicOf(t.Inside)?.Outside != t.Outside).Select(t => t.Outside).ToHashSet();
            if (gone.Count > 0) ends[PlanNames.Edge(router.Id)] = c => gone.Contains(c.Asked.Destination) || gone.Contains(c.Answered.Destination);
        }
        return ends;
    }

    /// <summary>Addresses of ports whose groups changed (with whether they left flows untracked), and of ports that are gone.</summary>
    private static List<(Ip Address, bool Untracked)> Loose(Router old, Network after)
    {
        var loose = new List<(Ip, bool)>();
        foreach (var (address, port) in old.Ports)
        {
            if (!after.Ports.TryGetValue(port.Id, out var now) || !now.Has(address)) loose.Add((address, false));
            else if (TracksNot(port, address.IsV6) && !(Same(port.In, now.In) && Same(port.Out, now.Out))) loose.Add((address, true));
        }
        return loose;
    }

    /// <summary>With an address that is gone all of its connections end; else those of TCP and UDP (ICMP is always tracked).</summary>
    private static bool IsCut(Connection c, Ip address, bool untracked) =>
        (c.Asked.Source == address || c.Asked.Destination == address) && (!untracked || c.Protocol is Protocols.Tcp or Protocols.Udp);

    private static bool Same(Stage? one, Stage? other) =>
        ReferenceEquals(one, other) || one is not null && other is not null && one.Rules.Select(r => r.Reason).ToHashSet().SetEquals(other.Rules.Select(r => r.Reason));

    private static bool TracksNot(Port port, bool v6) => AdmitsEverything(port.In, v6) && AdmitsEverything(port.Out, v6);

    private static bool AdmitsEverything(Stage? stage, bool v6) =>
        stage is not null && stage.Rules.Any(r => r.Permits && Shape.Of(r.Match) is { Protocol: null } shape && shape.Blocks.Any(b => b.IsV6 == v6 && b.Length == 0));
}
