using System.Net;
using System.Net.Sockets;
using Haneul.Kernel;
using Haneul.Model;
using Haneul.Tests.Kernel;
using Haneul.Tests.Tools;
using Xunit;
using Cookie = Haneul.Kernel.Cookie;

namespace Haneul.Tests.Proof;

/// <summary>What the kernel tells about probes, and that nothing of the listening stays behind.</summary>
public sealed class PacketWatchTests
{
    private const string Sender = "sender", Receiver = "receiver";

    private static readonly Ip One = Ip.Parse("10.0.0.1"), Other = Ip.Parse("10.0.0.2");

    [NeedsTool(Tool.Root)]
    public void Every_rule_that_a_probe_meets_is_told_with_its_place_and_the_packet_as_it_is_there()
    {
        using var room = Joined();
        var table = new TableBuilder();
        table.AddBase("arrive", new NftHook("nat", NftHook.Prerouting, -100, Drops: false), Words.Rule(Words.Protocol(Protocols.Udp), Words.DestinationBecomes(Other, 54)));
        table.AddBase("input", new NftHook("filter", NftHook.Input, 0, Drops: true), Words.Rule(Words.Protocol(Protocols.Tcp), Words.Accept()), Words.Rule(Words.Count()));
        room.Kernel.Apply(Receiver, TableDifference.Between(null, table.Build()));
        var cookie = Cookie.Of(7);
        using var watch = PacketWatch.Open(room.Kernel.Entry, [Receiver], cookie);
        var book = new VisitBook(watch.DeviceOf, watch.PlaceOf);
        Send(room, cookie, 53);
        var visit = Heard(watch, book, cookie, v => v.Of("input") is { IsDropped: true });
        Assert.Equal(("eth0", false), (visit.In, visit.IsAnswer));
        Assert.Equal((One, Other, 53), (visit.Packet.Source, visit.Packet.Destination, visit.Packet.DestinationPort));
        Assert.Equal([new ChainHit("arrive", 0, NftVerdictCode.Accept)], visit.Of("arrive")?.Hits);
        Assert.Equal((54, 1), (visit.Of("input")?.Packet.DestinationPort, visit.Of("input")?.Hits[0].Place));
        Assert.Null(visit.Left);
    }

    [NeedsTool(Tool.Root)]
    public void Who_watches_one_probe_hears_nothing_of_another_and_two_may_watch_at_once()
    {
        using var room = Joined();
        var (mine, others) = (Cookie.Of(1), Cookie.Of(2));
        using var one = PacketWatch.Open(room.Kernel.Entry, [Receiver], mine);
        using var two = PacketWatch.Open(room.Kernel.Entry, [Receiver], others);
        var book = new VisitBook(one.DeviceOf, one.PlaceOf);
        Send(room, mine, 53);
        Heard(one, book, mine, v => v.HasStayed);
        two.Dispose();
        Send(room, others, 53);
        Send(room, mine, 55);
        Heard(one, book, mine, v => v.HasStayed && v.Packet.DestinationPort == 55);
        Assert.Empty(book.Of(others));
    }

    [NeedsTool(Tool.Root, Tool.Nft)]
    public void Nothing_of_the_listening_stays_behind()
    {
        using var room = Joined();
        using (PacketWatch.Open(room.Kernel.Entry, [Receiver], Cookie.Of(1))) Assert.Contains(TraceTable.Prefix, room.Ask(Receiver, "nft", "list", "tables"), StringComparison.Ordinal);
        Assert.DoesNotContain(TraceTable.Prefix, room.Ask(Receiver, "nft", "list", "tables"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cookie_is_found_in_a_question_and_in_its_answer_and_nowhere_else()
    {
        var cookie = Cookie.Of(123_456);
        var (asked, answered, reset) = (Tcp(cookie.Number, 0, 2), Tcp(99, cookie.Number + 1, 18), Tcp(cookie.Number + 1, 0, 4));
        Assert.Equal((cookie, false), Cookie.InTransport(Protocols.Tcp, asked));
        Assert.Equal((cookie, true), Cookie.InTransport(Protocols.Tcp, answered));
        Assert.Null(Cookie.InTransport(Protocols.Tcp, reset));
        Assert.Equal((cookie, true), Cookie.InTransport(Protocols.Udp, [0, 53, 0, 54, 0, 20, 0, 0, .. cookie.Content(isAnswer: true)]));
        Assert.Equal((cookie, true), Cookie.InTransport(Protocols.Icmp, [0, 0, 0, 0, 0, 1, 0, 1, .. cookie.Content(isAnswer: false)]));
        Assert.Null(Cookie.InTransport(Protocols.Udp, new byte[20]));
        Assert.Equal(Cookie.Of(5), Cookie.Of(5 + Cookie.Count));

        static byte[] Tcp(uint sequence, uint acknowledged, byte flags) =>
            [0, 1, 0, 2, .. BitConverter.GetBytes(sequence).Reverse(), .. BitConverter.GetBytes(acknowledged).Reverse(), 0x50, flags, 0, 0, 0, 0, 0, 0];
    }

    private static KernelRoom Joined()
    {
        var room = new KernelRoom();
        room.Kernel.Make(Sender);
        room.Kernel.Make(Receiver);
        var (one, other) = (Mac.Parse("02:00:00:00:00:11"), Mac.Parse("02:00:00:00:00:12"));
        room.Done(Sender, new KernelChange.AddCable(new CableEnd(Sender, "eth0", one), new CableEnd(Receiver, "eth0", other), 1500), new KernelChange.SetUp("eth0", true));
        room.Done(Receiver, new KernelChange.SetUp("eth0", true), new KernelChange.Add(new AddressPlan("eth0", Other, 32)), new KernelChange.AddRoute(new RoutePlan(RoutePlan.Main, Cidr.Host(One), RouteKind.Unicast, "eth0")));
        room.Done(Sender, new KernelChange.Add(new AddressPlan("eth0", One, 32)), new KernelChange.AddRoute(new RoutePlan(RoutePlan.Main, Cidr.Host(Other), RouteKind.Unicast, "eth0")));
        return room;
    }

    private static void Send(KernelRoom room, Cookie cookie, int port)
    {
        using var socket = room.Kernel.Entry.In(Sender, () => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
        socket.SendTo(cookie.Content(isAnswer: false), new IPEndPoint(IPAddress.Parse($"{Other}"), port));
    }

    private static Visit Heard(PacketWatch watch, VisitBook book, Cookie cookie, Func<Visit, bool> whole)
    {
        for (var late = DateTime.UtcNow + TimeSpan.FromSeconds(20); DateTime.UtcNow < late;)
        {
            book.Add(watch.Heard(100));
            if (book.Of(cookie).FirstOrDefault(whole) is { } visit) return visit;
        }
        throw new Xunit.Sdk.XunitException("In 20 s the kernel has told nothing");
    }
}
