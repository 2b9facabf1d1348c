using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>
/// Where a VPC meets the internet: a namespace that translates one to one (internet gateway) and lets IPv6 through, both ways or only out (egress-only gateway).
/// It is apart from the VPC's so that each connection is seen once by each translation.
/// </summary>
internal static class EdgeCompiler
{
    /// <summary>Its devices: towards the VPC by the internet gateway, by the egress-only gateway, and towards the internet.</summary>
    public const string Inside = "vpc";
    public const string InsideOneWay = "vpc6";
    public const string Outside = "internet";

    /// <summary>Of connections that left by the egress-only gateway, and of the table by which their answers go back.</summary>
    private const uint OneWayMark = 1;

    /// <summary>After connection tracking (-200), before the main table (32766).</summary>
    private const int Tracked = -150, Priority = 1000;

    private static readonly Cidr AnyV4 = Cidr.Parse("0.0.0.0/0");
    private static readonly Cidr AnyV6 = Cidr.Parse("::/0");

    public static void Compile(Router router, NamespaceBuilder vpc, NamespaceBuilder internet, PlanBuilder plan)
    {
        if (router.InternetGatewayId is null && router.EgressOnlyGatewayId is null) return;
        var v6 = router.Blocks.Any(b => b.IsV6);
        var edge = plan.Add(PlanNames.Edge(router.Id), NamespaceOwner.Plan, router.InternetGatewayId ?? router.EgressOnlyGatewayId ?? "");
        var uplink = PlanNames.Device('g', router.Id);
        edge.Routing(v6);
        plan.Join(internet, uplink, edge, Outside, v6);
        edge.Route(AnyV4, Outside, PlanBuilder.One(false));
        if (v6) edge.Route(AnyV6, Outside, PlanBuilder.One(true));
        var inside = Inside;
        if (router.InternetGatewayId is not null)
        {
            plan.Join(vpc, RouterCompiler.GatewayDevice, edge, Inside, v6);
            foreach (var translation in router.Translations.Values) internet.Route(Cidr.Host(translation.Outside), uplink, PlanBuilder.Other(false));
        }
        else inside = InsideOneWay;
        if (router.EgressOnlyGatewayId is not null) plan.Join(vpc, RouterCompiler.OneWayDevice, edge, InsideOneWay, v6: true);
        if (HasBoth(router)) edge.Policies.Add(new PolicyPlan(V6: true, OneWayMark, OneWayMark, Priority));
        foreach (var block in router.Blocks)
        {
            edge.Route(block, inside, PlanBuilder.One(block.IsV6));
            if (block.IsV6) internet.Route(block, uplink, PlanBuilder.Other(true));
            if (block.IsV6 && HasBoth(router)) edge.Route(block, InsideOneWay, PlanBuilder.One(true), OneWayMark);
        }
        edge.Table = Rules(router);
    }

    private static bool HasBoth(Router router) => router is { InternetGatewayId: not null, EgressOnlyGatewayId: not null };

    private static NftTable Rules(Router router)
    {
        var table = new TableBuilder();
        table.AddSet("public-to-private", [NftType.Ipv4Addr], NftMapTo.Ipv4Addr);
        table.AddSet("private-to-public", [NftType.Ipv4Addr], NftMapTo.Ipv4Addr);
        table.AddSet("private", [NftType.Ipv4Addr]);
        if (router.InternetGatewayId is not null)
        {
            foreach (var t in router.Translations.Values.Where(t => !t.Inside.IsV6))
            {
                var (inside, outside) = (Words.AddressBytes(t.Inside), Words.AddressBytes(t.Outside));
                var reasons = ReasonSet.Of(t.Reason);
                table.AddElement("public-to-private", new NftKey(outside), new NftElement(Data: new NftKey(inside), Reasons: reasons));
                table.AddElement("private-to-public", new NftKey(inside), new NftElement(Data: new NftKey(outside), Reasons: reasons));
                table.AddElement("private", inside);
            }
        }
        TimeToLive.Keep(table, router.Blocks.Any(b => b.IsV6));
        table.AddBase("arrive", new NftHook("nat", NftHook.Prerouting, -100, Drops: false),
            [Words.Rule(Words.Family(false), Words.From(Outside), Words.Destination(false), Words.BecomesBy("public-to-private", source: false))]);
        table.AddBase("leave", new NftHook("nat", NftHook.Postrouting, 100, Drops: false),
            [Words.Rule(Words.Family(false), Words.To(Outside), Words.Source(false), Words.BecomesBy("private-to-public", source: true))]);
        // An answer whose question took another way belongs to no connection here: a gateway that knows no connections, as AWS's, translates it all the same.
        table.AddBase("arrive-astray", new NftHook("filter", NftHook.Prerouting, Tracked, Drops: false),
            [Words.Rule(Words.Family(false), Words.From(Outside), Words.Malformed(), Words.Destination(false), Words.WrittenBy("public-to-private", Side.Destination))]);
        if (HasBoth(router))
        {
            // Answers come back by the gateway by which their questions left: the internet gateway may have a route table of its own.
            table.AddBase("come-back", new NftHook("filter", NftHook.Prerouting, Tracked, Drops: false), [Words.Rule(Words.Family(true), Words.From(Outside), Words.IsOfMark(OneWayMark), Words.Mark(OneWayMark))]);
        }
        table.AddBase("forward", new NftHook("filter", NftHook.Forward, 0, Drops: true), [.. Forward(router)]);
        return table.Build();
    }

    private static IEnumerable<NftRule> Forward(Router router)
    {
        // What is for the VPC itself does not go out to come back.
        yield return Words.Rule(Words.From(Inside), Words.To(Inside), Words.Count(), Words.Drop());
        if (HasBoth(router)) yield return Words.Rule(Words.From(InsideOneWay), Words.Fresh(), Words.MarkConnection(OneWayMark));
        yield return Words.Rule(Words.Tracked(), Words.Accept());
        yield return Words.Rule(Words.Family(false), Words.From(Inside), Words.Malformed(), Words.Source(false), Words.WrittenBy("private-to-public", Side.Source), Words.Accept());
        yield return Words.Rule(Words.Family(false), Words.From(Inside), Words.Source(false), Words.InSet("private"), Words.Accept());
        yield return Words.Rule(Words.Family(false), Words.From(Outside), Words.Malformed(), Words.Destination(false), Words.InSet("private"), Words.Accept());
        yield return Words.Rule(Words.Family(false), Words.From(Outside), Words.Forwarded(), Words.Accept());
        foreach (var block in router.Blocks.Where(b => b.IsV6))
        {
            yield return Words.Rule(Words.Family(true), Words.InBlock(Side.Source, block), Words.To(Outside), Words.Accept());
            if (router.InternetGatewayId is not null) yield return Words.Rule(Words.Family(true), Words.From(Outside), Words.InBlock(Side.Destination, block), Words.Accept());
        }
        yield return Words.Rule(Words.Count());
    }
}
