using System.Diagnostics;
using Haneul.Fabric;
using Haneul.Kernel;
using Haneul.Model;
using Haneul.Proof;
using Trace = Haneul.Fabric.Trace;

namespace Haneul.Tests.Packets;

/// <summary>
/// Sends many probes at once in a <see cref="CarriedWorld"/>, each known by its cookie, and puts together for each what the kernel told about it.
/// </summary>
internal sealed class ProvedWorld : IDisposable
{
    public static readonly int[] Ports = [22, 53, 80, 443, 3306, 8080];

    /// <summary>An answer takes well under a millisecond; one that is expected is waited for much longer, since the machine may be busy.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(60), Patience = TimeSpan.FromSeconds(8), AskAgain = TimeSpan.FromMilliseconds(400);

    /// <summary>Probes sent before what was told is taken in: the kernel keeps only so much for who listens.</summary>
    private const int AtOnce = 4;

    private readonly CarriedWorld world;
    private readonly KernelMap map;
    private readonly PacketWatch watch;
    private readonly VisitBook book;
    private readonly ProbeSockets sockets;
    private readonly Answerers answerers;
    private int cookies;

    public ProvedWorld(CarriedWorld world)
    {
        this.world = world;
        map = new KernelMap(world.Net, world.Plan);
        watch = PacketWatch.Open(world.Entry, map.Namespaces, only: null);
        book = new VisitBook(watch.DeviceOf, watch.PlaceOf);
        sockets = new ProbeSockets(world.Entry);
        answerers = new Answerers(world.Entry);
        foreach (var (ns, address) in world.Addresses().Concat([(PlanNames.Anyone, PlanNames.AnyoneAddress(false)), (PlanNames.Anyone, PlanNames.AnyoneAddress(true))]))
        {
            foreach (var port in Ports)
            {
                answerers.Answer(ns, Protocols.Tcp, address, port);
                answerers.Answer(ns, Protocols.Udp, address, port);
            }
        }
        foreach (var (ns, service) in world.Services())
        {
            foreach (var protocol in service.Protocols) answerers.Answer(ns, protocol, service.Address, service.Port);
        }
    }

    /// <summary>The observed path of each question, in order.</summary>
    public IReadOnlyList<Trace> Observe(IReadOnlyList<(string Namespace, Trace Trace)> asked)
    {
        var open = asked.Select(a => new Probe(a.Namespace, a.Trace, Choices.Of(world.Net, a.Trace).All(t => t.IsAnswered))).ToList();
        for (var start = 0; start < open.Count; start += AtOnce)
        {
            foreach (var probe in open.Skip(start).Take(AtOnce)) Send(probe);
            // A packet in a loop makes thousands of words; each reading takes a bounded number.
            while (Take(0) > 0)
            {
            }
        }
        var clock = Stopwatch.StartNew();
        var again = AskAgain;
        while (open.Exists(p => p.IsExpected && !IsAnswered(p)) && clock.Elapsed < Patience)
        {
            Take(5);
            if (clock.Elapsed < again) continue;
            // A new device carries only when the kernel's work queue has come round to it.
            again += AskAgain;
            foreach (var probe in open.Where(p => p.IsExpected && !IsAnswered(p))) Send(probe);
        }
        for (clock.Restart(); clock.Elapsed < Silence;)
        {
            if (Take(10) > 0) clock.Restart();
        }
        if (watch.HasLost) throw new InvalidOperationException("The kernel told more than was read in time");
        return [.. open.Select(Observed)];
    }

    public void Dispose()
    {
        answerers.Dispose();
        sockets.Dispose();
        watch.Dispose();
    }

    private Trace Observed(Probe probe)
    {
        // Of those that nobody answered, the one that came furthest; of equals the first: the others may belong to the connection that it made.
        var told = IsAnswered(probe) ? probe.Cookies.First(sockets.IsAnswered) : probe.Cookies.MaxBy(c => book.Of(c).Count);
        var visits = book.Of(told);
        foreach (var visit in visits.Where(v => v.In is not null && world.Net.Routers.ContainsKey(v.Namespace))) visit.Route = watch.RouteOf(visit);
        return ObservedPath.Of(map, visits, probe.Trace, sockets.IsAnswered(told));
    }

    private void Send(Probe probe)
    {
        probe.Cookies.Add(Cookie.Of(cookies++));
        sockets.Send(probe.Namespace, probe.Trace.Packet, probe.Cookies[^1]);
    }

    private bool IsAnswered(Probe probe) => probe.Cookies.Exists(sockets.IsAnswered);

    private int Take(int waitMilliseconds)
    {
        var heard = watch.Heard(waitMilliseconds);
        book.Add(heard);
        sockets.Receive();
        return heard.Count;
    }

    private sealed class Probe(string ns, Trace trace, bool isExpected)
    {
        public string Namespace { get; } = ns;

        public Trace Trace { get; } = trace;

        /// <summary>An answer comes, whichever target a balancer chooses.</summary>
        public bool IsExpected { get; } = isExpected;

        /// <summary>One for each time that it was sent.</summary>
        public List<Cookie> Cookies { get; } = [];
    }
}
