using Haneul.Fabric;
using System.Text;
using Haneul.Model;

namespace Haneul.Tests.Fabric;

/// <summary>The lowered network as plain text, in the order of ids: what goldens hold, and what a person reads to see what a world became.</summary>
internal sealed class NetworkText : IHopVisitor<string>
{
    private readonly StringBuilder text = new();

    private NetworkText()
    {
    }

    public static string Print(Network net)
    {
        var printer = new NetworkText();
        foreach (var router in ById(net.Routers)) printer.Print(router);
        foreach (var table in ById(net.Tables)) printer.Print(table);
        foreach (var segment in ById(net.Segments)) printer.Print(segment);
        foreach (var port in ById(net.Ports)) printer.Print(port);
        foreach (var hop in ById(net.Hops)) printer.text.AppendLine($"hop {hop.Ref}: {hop.Accept(printer)}");
        foreach (var stage in Stages(net)) printer.Print(stage);
        return printer.text.ToString();
    }

    public string InternetExit(InternetExit hop) => $"internet gateway of {hop.RouterId ?? "nothing"}{(hop.Table is { } t ? $", table {t.Id}" : "")}";

    public string OneWayExit(OneWayExit hop) => $"egress-only gateway of {hop.RouterId}";

    public string PortTranslator(PortTranslator hop) => $"translates to {hop.Address?.ToString() ?? "nothing"} on {hop.PortId ?? "nothing"}, {hop.State}";

    public string Link(Link hop) => $"joins {hop.OneId} and {hop.OtherId}{(hop.Active ? "" : ", not active")}";

    public string Tunnel(Tunnel hop) => $"tunnels of {hop.RouterId ?? "nothing"}";

    public string ServiceExit(ServiceExit hop) => $"gateway endpoint of {hop.RouterId}";

    public string ApplianceEntry(ApplianceEntry hop) => $"endpoint of {hop.BalancerId ?? "no balancer"} in {hop.RouterId} at {hop.PortId ?? "nothing"}, {hop.State}";

    private static IEnumerable<T> ById<T>(IReadOnlyDictionary<string, T> all) => all.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Value);

    private static IEnumerable<Stage> Stages(Network net) =>
        net.Segments.Values.SelectMany(s => new[] { s.In, s.Out })
            .Concat(net.Ports.Values.SelectMany(p => new[] { p.In, p.Out }))
            .OfType<Stage>().DistinctBy(s => s.Name).OrderBy(s => s.Name, StringComparer.Ordinal);

    private void Print(Router router)
    {
        text.AppendLine($"router {router.Id}: {string.Join(' ', router.Blocks)}");
        foreach (var t in router.Translations.Values.OrderBy(t => t.Inside)) text.AppendLine($"  translate {t.Inside} <-> {t.Outside}  [{t.Reason}]");
    }

    private void Print(RoutingTable table)
    {
        text.AppendLine($"table {table.Id} of {table.RouterId}");
        foreach (var r in table.Routes)
        {
            text.AppendLine($"  {r.Prefix} -> {(r.IsLocal ? "local" : r.Target.Id)} {r.Rank}{(r.Usable ? "" : " black hole")}  [{r.Reason}]");
        }
    }

    private void Print(Segment segment) =>
        text.AppendLine($"segment {segment.Id} of {segment.Router.Id}: {string.Join(' ', segment.Blocks)}, {segment.Out?.Name ?? "-"} {segment.In?.Name ?? "-"}, table {segment.Table?.Id ?? "-"}");

    private void Print(Port port)
    {
        text.Append($"port {port.Id} in {port.Segment.Id}: {string.Join(' ', port.V4.Concat(port.V6))}, {port.Out?.Name ?? "-"} {port.In?.Name ?? "-"}");
        if (!port.ChecksAddresses) text.Append(", no check");
        if (!port.Attached) text.Append(", not attached");
        if (!port.Running) text.Append(", not running");
        if (port.Dark) text.Append(", dark");
        if (port.Forwarding != Forwarding.Router) text.Append($", forwarding {port.Forwarding}");
        text.AppendLine();
    }

    private void Print(Stage stage)
    {
        text.AppendLine($"stage {stage.Name} {stage.Reading}");
        foreach (var rule in stage.Rules) text.AppendLine($"  {(rule.Permits ? "permit" : "deny")} {MatchWords.Say(rule.Match)}  [{rule.Reason}]");
        text.AppendLine($"  deny  [{stage.Otherwise}]");
    }
}
