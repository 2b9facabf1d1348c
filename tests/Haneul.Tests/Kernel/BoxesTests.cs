using Haneul.Fabric;
using Haneul.Kernel;
using Haneul.Model;
using Haneul.Tests.Spec;
using Xunit;
using Xunit.Abstractions;

namespace Haneul.Tests.Kernel;

/// <summary>Overlapping rules cut into disjoint pieces admit what their union admits, and each piece knows the rules that it came from.</summary>
public sealed class BoxesTests(ITestOutputHelper output)
{
    private readonly Seed seed = new(output, nameof(BoxesTests));

    [Fact]
    public void Pieces_do_not_overlap_and_are_the_union_of_the_rules_each_with_all_rules_that_cover_it()
    {
        for (var round = 0; round < 300; round++)
        {
            var random = seed.Case(round);
            var rules = Enumerable.Range(0, random.Next(1, 14)).Select(i => (Some(random), Reason.GroupRule("sg-1", $"sgr-{i}"))).ToList();
            var pieces = Boxes.Disjoint(rules, StageChains.MostPieces) ?? throw new InvalidOperationException("too many pieces");
            for (var a = 0; a < pieces.Count; a++)
            {
                for (var b = a + 1; b < pieces.Count; b++) Assert.False(Overlap(pieces[a].Box, pieces[b].Box), $"{pieces[a].Box} and {pieces[b].Box}");
            }
            for (var probe = 0; probe < 200; probe++)
            {
                // Ends of ranges are where mistakes are.
                var near = rules[random.Next(rules.Count)].Item1;
                var address = Near(random, near.FromAddress, near.ToAddress);
                var protocol = random.Next(4) == 0 ? random.Next(256) : near.FromProtocol;
                var port = (int)Near(random, (UInt128)near.FromPort, (UInt128)near.ToPort) & 0xffff;
                var wanted = ReasonSet.Of(rules.Where(r => Holds(r.Item1, address, protocol, port)).Select(r => r.Item2));
                var got = pieces.Where(p => Holds(p.Box, address, protocol, port)).Select(p => p.Reasons).SingleOrDefault() ?? ReasonSet.None;
                Assert.Equal(wanted, got);
            }
        }
    }

    [Fact]
    public void Rules_that_part_into_too_many_pieces_are_told()
    {
        var rules = Enumerable.Range(0, 64).SelectMany(i => (IEnumerable<(Box, Reason)>)
        [
            (Box.Of(new Cidr(Ip.V4((uint)i << 20), 12), 6, 6, 0, Box.AllPorts), Reason.GroupRule("sg-1", $"a{i}")),
            (Box.Of(Cidr.Parse("0.0.0.0/0"), 6, 6, 100 * i, 100 * i + 10), Reason.GroupRule("sg-1", $"b{i}")),
        ]).ToList();
        Assert.Null(Boxes.Disjoint(rules, 1000));
        Assert.NotNull(Boxes.Disjoint(rules, StageChains.MostPieces));
    }

    private static Box Some(Random random)
    {
        var block = new Cidr(Ip.V4(0x0a000000u | (uint)random.Next(1 << 12)), random.Next(8) == 0 ? 0 : random.Next(20, 33));
        if (random.Next(5) == 0) return Box.Of(block, 0, Box.AllProtocols, 0, Box.AllPorts);
        var protocol = random.Next(4) switch { 0 => 17, 1 => 1, _ => 6 };
        var from = random.Next(4) == 0 ? 0 : random.Next(100);
        return Box.Of(block, protocol, protocol, from, random.Next(6) == 0 ? Box.AllPorts : from + random.Next(60));
    }

    private static UInt128 Near(Random random, UInt128 from, UInt128 to) => random.Next(5) switch
    {
        0 => from,
        1 => to,
        2 => from > 0 ? from - 1 : from,
        3 => to + 1,
        _ => from + (to - from) / 2,
    };

    private static bool Holds(Box box, UInt128 address, int protocol, int port) =>
        box.FromAddress <= address && address <= box.ToAddress && box.FromProtocol <= protocol && protocol <= box.ToProtocol && box.FromPort <= port && port <= box.ToPort;

    private static bool Overlap(Box a, Box b) =>
        a.FromAddress <= b.ToAddress && b.FromAddress <= a.ToAddress && a.FromProtocol <= b.ToProtocol && b.FromProtocol <= a.ToProtocol && a.FromPort <= b.ToPort && b.FromPort <= a.ToPort;
}
