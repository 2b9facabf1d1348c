using System.Net;
using System.Net.Sockets;
using Haneul.Kernel;
using Haneul.Model;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Kernel;

public sealed class ConnectionTests
{
    [NeedsTool(Tool.Root, Tool.Conntrack, Tool.Ping)]
    public void Connections_are_read_as_conntrack_lists_them_and_forgotten_one_by_one()
    {
        using var room = new KernelRoom();
        Track(room);
        foreach (var address in (string[])["127.0.0.1", "::1"])
        {
            using var open = room.Kernel.Entry.In("", () => Connect(IPAddress.Parse(address)));
            room.Ask("", "ping", "-c1", "-W2", address);
            var connections = room.Kernel.Connections("");
            var tcp = Assert.Single(connections, c => c.Protocol == 6 && c.Asked.Destination == Ip.Parse(address));
            Assert.Equal(open.Port, tcp.Asked.DestinationPort);
            Assert.Equal((tcp.Asked.Destination, tcp.Asked.DestinationPort), (tcp.Answered.Source, tcp.Answered.SourcePort));
            Assert.Equal("ESTABLISHED", tcp.State);
            Assert.InRange(tcp.PacketsOut, 2ul, 4ul);
            Assert.True(tcp.BytesBack > 0 && tcp.TimeoutSeconds > 60);
            Assert.Equal(70000u, tcp.Mark);
            Assert.Contains($"sport={tcp.Asked.SourcePort} dport={tcp.Asked.DestinationPort}", room.Ask("", "conntrack", "-L", "-f", address.Contains(':') ? "ipv6" : "ipv4"));

            var echo = Assert.Single(connections, c => c.Protocol is 1 or 58 && c.Asked.Destination == Ip.Parse(address));
            room.Kernel.Forget("", [tcp, echo]);
            room.Kernel.Forget("", [tcp, echo]);
            Assert.DoesNotContain(room.Kernel.Connections(""), c => c.Id == tcp.Id || c.Id == echo.Id);
        }
    }

    [NeedsTool(Tool.Root)]
    public void Of_many_connections_those_that_were_named_are_forgotten()
    {
        using var room = new KernelRoom();
        Track(room);
        const int Count = 2500;
        room.Kernel.Entry.In("", () =>
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            for (var port = 1; port <= Count; port++) socket.SendTo([1], new IPEndPoint(IPAddress.Parse("127.0.0.2"), 10_000 + port));
            return Count;
        });
        var all = room.Kernel.Connections("").Where(c => c.Asked.Destination == Ip.Parse("127.0.0.2")).ToList();
        Assert.Equal(Count, all.Count);
        room.Kernel.Forget("", [.. all.Where(c => c.Asked.DestinationPort % 2 == 0)]);
        Assert.Equal(all.Where(c => c.Asked.DestinationPort % 2 == 1).Select(c => c.Id).Order(), room.Kernel.Connections("").Where(c => c.Asked.Destination == Ip.Parse("127.0.0.2")).Select(c => c.Id).Order());
    }

    /// <summary>A rule that asks for the connection's state makes the kernel track; it marks every connection.</summary>
    private static void Track(KernelRoom room)
    {
        room.Done("", new KernelChange.Set(new Setting("netfilter/nf_conntrack_acct", "1")));
        var mark = Words.Rule([new NftExpression.Load(0, Bytes.Of(BitConverter.GetBytes(70000))), new NftExpression.SetCt(NftCt.Mark, 0)]);
        room.Kernel.Apply("", [new NftChange.AddTable("haneul"), new NftChange.AddChain("haneul", new NftChain("out", new NftHook("filter", NftHook.Output, 0, false), [])), new NftChange.AddRule("haneul", "out", mark)]);
    }

    private static Pair Connect(IPAddress address)
    {
        var listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(address, 0));
        listener.Listen();
        var port = (listener.LocalEndPoint as IPEndPoint ?? throw new InvalidOperationException("not bound")).Port;
        var client = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        client.Connect(address, port);
        return new Pair(listener, client, port);
    }

    private sealed record Pair(Socket Listener, Socket Client, int Port) : IDisposable
    {
        public void Dispose()
        {
            Client.Dispose();
            Listener.Dispose();
        }
    }
}
