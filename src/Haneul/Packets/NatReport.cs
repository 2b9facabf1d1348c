using Haneul.Fabric;
using Haneul.Kernel;
using Haneul.Model;

namespace Haneul.Packets;

/// <summary>All translations, as <c>haneul nat</c> shows them: what is set up, and the connections that are translated now.</summary>
internal sealed record NatReport(IReadOnlyList<NatReport.Gateway> Gateways)
{
    /// <summary>One thing that translates.</summary>
    /// <param name="Id">The gateway, or the home's name.</param>
    /// <param name="Kind">internet gateway, NAT gateway or home router.</param>
    /// <param name="Table">Fixed pairs of addresses.</param>
    /// <param name="Live">Connections being translated.</param>
    internal sealed record Gateway(string Id, string Kind, IReadOnlyList<Pair> Table, IReadOnlyList<Flow> Live);

    /// <summary>A private address and the public one that stands for it.</summary>
    internal sealed record Pair(string Inside, string Outside, string Owner);

    /// <summary>A connection as the inside knows it, and as the outside does.</summary>
    internal sealed record Flow(string Protocol, string Inside, string Translated, string Peer, string State, long ForgottenInSeconds);

    public static NatReport Of(World world, IKernel kernel)
    {
        var net = Lowering.Lower(world);
        var names = kernel.Namespaces();
        var gateways = new List<Gateway>();
        foreach (var router in net.Routers.Values.Where(r => r.InternetGatewayId is not null).OrderBy(r => r.Id, StringComparer.Ordinal))
        {
            gateways.Add(new Gateway(
                router.InternetGatewayId ?? "", "internet gateway",
                [.. router.Translations.Values.OrderBy(t => t.Inside).Select(t => new Pair(t.Inside.ToString(), t.Outside.ToString(), t.PortId))],
                Live(kernel, names, PlanNames.Edge(router.Id))));
        }
        foreach (var nat in net.Hops.Values.OfType<PortTranslator>().Where(n => n.Available).OrderBy(n => n.Ref.Id, StringComparer.Ordinal))
        {
            gateways.Add(new Gateway(nat.Ref.Id, "NAT gateway", [], Live(kernel, names, nat.Ref.Id)));
        }
        foreach (var home in net.Beyond.Homes.Values.OrderBy(h => h.Name, StringComparer.Ordinal))
        {
            gateways.Add(new Gateway(home.Name, "home router", [], Live(kernel, names, PlanNames.Home(home.Name))));
        }
        return new NatReport(gateways);
    }

    private static List<Flow> Live(IKernel kernel, IReadOnlySet<string> names, string name)
    {
        if (!names.Contains(name)) return [];
        return [.. kernel.Connections(name).Select(FlowOf).OfType<Flow>()];
    }

    /// <summary>Null where nothing is translated.</summary>
    private static Flow? FlowOf(Connection c)
    {
        var translated = c.Answered.Destination != c.Asked.Source || c.Answered.DestinationPort != c.Asked.SourcePort;
        var forwarded = c.Answered.Source != c.Asked.Destination || c.Answered.SourcePort != c.Asked.DestinationPort;
        if (!translated && !forwarded) return null;
        return translated
            ? new Flow(Protocols.NameOf(c.Protocol), End(c.Asked.Source, c.Asked.SourcePort), End(c.Answered.Destination, c.Answered.DestinationPort), End(c.Asked.Destination, c.Asked.DestinationPort), c.State, c.TimeoutSeconds)
            : new Flow(Protocols.NameOf(c.Protocol), End(c.Answered.Source, c.Answered.SourcePort), End(c.Asked.Destination, c.Asked.DestinationPort), End(c.Asked.Source, c.Asked.SourcePort), c.State, c.TimeoutSeconds);
    }

    private static string End(Ip ip, int port) => ip.IsV6 ? $"[{ip}]:{port}" : $"{ip}:{port}";
}
