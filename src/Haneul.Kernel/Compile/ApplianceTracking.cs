using Haneul.Fabric;

namespace Haneul.Kernel;

/// <summary>
/// State of groups at interfaces that forward (appliances, NAT instances). A VPC's namespace has one connection table, which tells for an ordinary interface all that its groups admitted: nobody else can send or receive with its address.
/// An appliance sees flows of others, perhaps in one direction only; what its own groups admitted is kept as labels of the connection, four bits for each: asked or answered, out or in. Admitted means having passed, so the labels are set in chains behind the groups'.
/// </summary>
internal sealed class ApplianceTracking
{
    /// <summary>A connection has 128 labels.</summary>
    public const int Most = 32;

    private const byte Asked = 0;
    private const byte Answer = 1;

    private readonly SortedDictionary<int, Port> places = [];

    /// <summary>The ports that forward for others under groups. Beyond <see cref="Most"/> they are treated as ordinary ones.</summary>
    public ApplianceTracking(IEnumerable<Port> ports)
    {
        foreach (var port in ports.Where(p => p is { ChecksAddresses: false, NatGatewayId: null, PassesFlows: false, Out: not null }).OrderBy(p => p.Id, StringComparer.Ordinal).Take(Most))
        {
            // By the id, so that others' coming and going seldom moves it: labels of living connections mean what they meant.
            var place = (int)(PlanNames.Number(port.Id) % Most);
            while (places.ContainsKey(place)) place = (place + 1) % Most;
            places[place] = port;
        }
    }

    public bool IsEmpty => places.Count == 0;

    /// <summary>What comes from (or goes to) an appliance takes these chains instead of the ordinary question about the connection.</summary>
    public void Lay(TableBuilder table, RouterObservation observation)
    {
        if (IsEmpty) return;
        table.AddSet("appliances", [NftType.IfName]);
        foreach (var isOut in (ReadOnlySpan<bool>)[true, false])
        {
            var way = isOut ? "out" : "in";
            table.AddSet($"appliance-{way}", [NftType.IfName], NftMapTo.Verdict);
            foreach (var (place, port) in places)
            {
                var device = RouterCompiler.DeviceOf(port);
                var chain = $"{port.Id}.{way}";
                table.AddChain(chain,
                [
                    Words.Rule(Words.Direction(Asked), Words.HasLabels(Bits(Bit(place, Asked, isOut), Bit(place, Answer, !isOut))), Words.Accept()),
                    Words.Rule(Words.Direction(Answer), Words.HasLabels(Bits(Bit(place, Answer, isOut), Bit(place, Asked, !isOut))), Words.Accept()),
                ]);
                table.AddElement("appliances", Words.Name(device));
                table.AddElement($"appliance-{way}", new NftKey(Words.Name(device)), new NftElement(NftVerdict.Jump(chain)));
            }
            var name = isOut ? NftMeta.IifName : NftMeta.OifName;
            table.AddChain($"groups-{way}-of-appliance",
            [
                Words.Rule(Words.Related(), Words.Accept()),
                Words.Rule(Words.Load(name), Words.ByMap($"appliance-{way}")),
                Words.Rule(Words.Load(name), Words.ByMap($"groups-{way}")),
                observation.RefuseAll(isOut ? Border.GroupsOut : Border.GroupsIn),
            ]);
            // What comes here has passed the groups.
            table.AddBase($"note-{way}", new NftHook("filter", NftHook.Forward, isOut ? -35 : -5, Drops: false), Notes(isOut));
        }
    }

    private IEnumerable<NftRule> Notes(bool isOut)
    {
        foreach (var (place, port) in places)
        {
            var device = RouterCompiler.DeviceOf(port);
            foreach (var direction in (byte[])[Asked, Answer])
            {
                yield return Words.Rule(isOut ? Words.From(device) : Words.To(device), Words.Direction(direction), Words.SetLabels(Bits(Bit(place, direction, isOut))));
            }
        }
    }

    private static int Bit(int place, byte direction, bool isOut) => place * 4 + direction * 2 + (isOut ? 1 : 0);

    private static byte[] Bits(params ReadOnlySpan<int> bits)
    {
        var labels = new byte[16];
        foreach (var bit in bits) labels[bit / 8] |= (byte)(1 << (bit % 8));
        return labels;
    }
}
