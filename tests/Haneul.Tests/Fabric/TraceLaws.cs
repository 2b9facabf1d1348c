using Haneul.Fabric;
using Haneul.Model;
using Haneul.Tests.Spec;
using Xunit;
using Xunit.Abstractions;

namespace Haneul.Tests.Fabric;

/// <summary>What holds of every trace, whatever is asked: between any two ends of any kind, there or not.</summary>
public sealed class TraceLaws(ITestOutputHelper output)
{
    private readonly Seed seed = new(output, nameof(TraceLaws));

    [Fact]
    public void Any_two_ends_can_be_asked_and_every_trace_hangs_together()
    {
        var codes = new HashSet<string>();
        seed.Cases(40, random =>
        {
            var net = Lowering.Lower(RandomWorld.Make(random));
            var ends = Ends(net);
            for (var i = 0; i < 60; i++)
            {
                var trace = Tracer.Trace(net, Ask(random, ends));
                codes.UnionWith(trace.Blockers.Select(b => b.Code));
                Check(net, trace);
            }
        });
        seed.Tell($"{codes.Count} codes met: {string.Join(' ', codes.Order(StringComparer.Ordinal))}");
    }

    private static List<PathEnd> Ends(Network net) =>
    [
        PathEnd.Internet, PathEnd.Interface(new("eni-nowhere")), PathEnd.Instance(new("i-nowhere")), PathEnd.Host(new("nobody")), PathEnd.Gateway(ObjectKind.InternetGateway, "igw-nowhere"),
        PathEnd.At(Ip.Parse("8.8.8.8")), PathEnd.At(Ip.Parse("10.0.1.77")), PathEnd.At(Ip.Parse("fe80::1")), PathEnd.At(Ip.Parse("64:ff9b::c613:50")),
        .. net.Ports.Keys.Take(12).Select(p => PathEnd.Interface(new(p))),
        .. net.PrimaryPorts.Keys.Take(12).Select(i => PathEnd.Instance(new(i))),
        .. net.Hops.Values.Select(h => PathEnd.Gateway(h.Ref.Kind, h.Ref.Id)),
        .. net.Beyond.Hosts.Keys.Select(h => PathEnd.Host(new(h))),
        .. net.Ports.Values.SelectMany(p => p.V4.Concat(p.V6)).Take(12).Select(PathEnd.At),
        .. net.Beyond.Translations.Keys.Take(6).Select(PathEnd.At),
    ];

    private static Question Ask(Random random, List<PathEnd> ends)
    {
        PathEnd Any() => ends[random.Next(ends.Count)];
        int[] protocols = [Protocols.Tcp, Protocols.Tcp, Protocols.Udp, Protocols.Icmp, Protocols.Icmpv6, 47];
        return new Question
        {
            Source = Any(),
            Destination = Any(),
            Protocol = protocols[random.Next(protocols.Length)],
            DestinationPort = random.Next(2) == 0 ? 22 : 443,
            SourceAddress = random.Next(8) == 0 ? Any().Address : null,
            DestinationAddress = random.Next(8) == 0 ? Any().Address : null,
            OverIpv6 = random.Next(5) == 0,
        };
    }

    private static void Check(Network net, Trace trace)
    {
        var said = TraceText.Print(net, trace);
        Assert.True(trace.Reachable == (trace.Blockers.Count == 0), said);
        Assert.True(trace.Reachable == Tracer.Reaches(net, trace.Question), $"the quick verdict differs\n{said}");
        Assert.True(!trace.Reachable || trace.To is not null, said);
        foreach (var way in (IEnumerable<Step>[])[trace.Forward, trace.Return])
        {
            foreach (var (before, after) in way.Zip(way.Skip(1))) Assert.True(before.After == after.Before, $"the packet changed between steps\n{said}");
        }
        var all = trace.Forward.Concat(trace.Return).ToList();
        var first = all.FindIndex(s => s.Decision == Decision.Stopped);
        Assert.True(all.TakeWhile((_, i) => first < 0 || i <= first).All(s => !s.Hypothetical), said);
        Assert.True(first < 0 || all.Skip(first + 1).All(s => s.Hypothetical), said);
        Assert.True(all.All(s => s.Decision != Decision.Stopped || s is { Code: not null, Reasons.Count: > 0 }), $"a verdict without a reason\n{said}");
        Assert.True(trace.Blockers.All(b => b.Reasons.Count > 0), said);
    }
}
