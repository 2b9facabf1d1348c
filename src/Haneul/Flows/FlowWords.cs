using Haneul.Fabric;
using Haneul.Kernel;
using Haneul.Model;
using Haneul.Tracing;

namespace Haneul.Flows;

/// <summary>Tells flows in the words of the world that they crossed: who has the addresses, and which rule refused them.</summary>
internal sealed class FlowWords(World world, Network net)
{
    private readonly Objects objects = new(world);
    private readonly Dictionary<(string, Ip), string?> names = [];

    /// <param name="counted">What one interface saw.</param>
    /// <param name="interfaces">The interfaces that saw it.</param>
    public FlowView View(FlowCounted counted, params IReadOnlyList<string> interfaces)
    {
        var seen = counted.Seen;
        var hasPorts = Protocols.HasPorts(seen.Protocol);
        var by = seen.Refusal is { } refusal ? Reports(refusal) : null;
        return new FlowView
        {
            First = counted.First,
            Last = counted.Last,
            Verdict = seen.Refusal is null ? FlowVerdict.Accept : seen.IsRejected ? FlowVerdict.Reject : FlowVerdict.Drop,
            Vpc = seen.RouterId,
            Protocol = Protocols.NameOf(seen.Protocol),
            Source = $"{seen.Source}",
            From = NameOf(seen.RouterId, seen.Source),
            SourcePort = hasPorts ? seen.SourcePort : null,
            Destination = $"{seen.Destination}",
            To = NameOf(seen.RouterId, seen.Destination),
            DestinationPort = hasPorts ? seen.DestinationPort : null,
            Interfaces = [.. interfaces.Where(i => i.Length > 0).Distinct()],
            Packets = counted.Packets,
            Bytes = counted.Bytes,
            Border = seen.Refusal?.Border,
            By = by,
            Why = seen.Refusal is null ? null : Why(seen.Refusal, by ?? []),
            Translated = Translated(seen),
        };
    }

    /// <summary>Who has an address: an instance or gateway of the VPC or one that it is peered with, or a host outside.</summary>
    private string? NameOf(string routerId, Ip ip)
    {
        if (names.TryGetValue((routerId, ip), out var known)) return known;
        return names[(routerId, ip)] = Look();

        string? Look()
        {
            if (!net.Routers.TryGetValue(routerId, out var router)) return null;
            var near = net.Links.Where(l => l.OneId == routerId || l.OtherId == routerId).Select(l => net.Routers.GetValueOrDefault(l.FarFrom(routerId))).OfType<Router>();
            foreach (var one in near.Prepend(router))
            {
                if (one.PortOf(ip) is { } port) return objects.Report(port.Ref).Label;
            }
            if (net.Beyond.Machine.Address == ip) return AddressPools.MachineName;
            return net.Beyond.HostsByAddress.TryGetValue(ip, out var host) ? host.Name : null;
        }
    }

    private List<ReasonReport> Reports(Refusal refusal)
    {
        var words = new RuleWords(objects);
        return [.. refusal.Reasons.Select(words.Report)];
    }

    private static string Why(Refusal refusal, IReadOnlyList<ReasonReport> by)
    {
        var told = string.Join("; ", by.Select(b => b.Told));
        return refusal.Border switch
        {
            Border.Source => "source/destination check: the source is none of the sender's addresses",
            Border.Destination => "source/destination check: the destination is none of the receiver's addresses",
            Border.Route => "no route leads to the destination, or nobody has it" + (told.Length > 0 ? $": {told}" : ""),
            Border.Connection => "it belongs to no connection, and begins none",
            _ => told.Length > 0 ? told : "a rule that is gone",
        };
    }

    /// <summary>The internet gateway's fixed pair, where the flow crosses it.</summary>
    private string? Translated(FlowSeen seen)
    {
        if (seen.Refusal is not null || !net.Routers.TryGetValue(seen.RouterId, out var router) || router.InternetGatewayId is not { } gateway) return null;
        if (seen.Way != FlowSeen.ByInternetGateway) return null;
        return router.PublicOf(seen.IsEgress ? seen.Source : seen.Destination) is { } pair ? seen.IsEgress ? $"leaves {gateway} as {pair.Outside}" : $"came to {pair.Outside} at {gateway}" : null;
    }
}
