using System.Collections.Immutable;

namespace Haneul.Kernel;

/// <summary>
/// Lets a namespace forward without being seen by traceroute: Linux takes one from the time to live (RFC 791; in IPv6 the hop limit, RFC 8200) of what it forwards, AWS's VPC routers and internet gateways do not, so one is added before. nftables cannot add, so a map has every number's successor.
/// Not in NAT gateways and not on the internet, which are hops on AWS too: whatever goes round in a circle by way of them ends there.
/// </summary>
internal static class TimeToLive
{
    private const string Successors = "successors";

    /// <summary>Before all other rules; after the trace's.</summary>
    private const int Priority = -310;

    private const int V4Offset = 8, V4Checksum = 10, V6Offset = 7;

    /// <summary>Neither 0, which is dropped, nor 255, which has no successor and is what neighbours' messages must have (RFC 4861).</summary>
    private static readonly NftSet Map = new(Successors, [NftType.InetProto], NftMapTo.Byte, Interval: false)
    {
        Elements = Enumerable.Range(1, 254).ToImmutableDictionary(n => new NftKey([(byte)n]), n => new NftElement(Data: new NftKey([(byte)(n + 1)]))),
    };

    public static void Keep(TableBuilder table, bool v6)
    {
        table.AddSet(Map);
        table.AddBase("keep-hops", new NftHook("filter", NftHook.Prerouting, Priority, Drops: false),
        [
            Words.Rule(Words.Family(false), Raise(V4Offset, V4Checksum)),
            .. v6 ? [Words.Rule(Words.Family(true), Raise(V6Offset, null))] : Array.Empty<NftRule>(),
        ]);
    }

    private static NftExpression[] Raise(int offset, int? checksum) =>
    [
        new NftExpression.Payload(NftHeader.Network, offset, 1, 0), new NftExpression.Lookup(Successors, 0, Into: 0),
        new NftExpression.WritePayload(NftHeader.Network, offset, 1, 0, checksum),
    ];
}
