using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Haneul.Dns;
using Haneul.Model;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Dns;

/// <summary>The server on the loopback device, judged by dig and by bare sockets.</summary>
public sealed class ServerTests : IAsyncLifetime
{
    private readonly List<string> failures = [];
    private DnsServer? server;
    private IPEndPoint at = new(IPAddress.Loopback, 0);

    public Task InitializeAsync()
    {
        server = new DnsServer(Udp, () => Bound(SocketType.Stream, ProtocolType.Tcp, at.Port), new Names(), failures.Add);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        if (server is not null) await server.DisposeAsync();
        Assert.Empty(failures);
    }

    [NeedsTool(Tool.Dig)]
    public async Task Dig_reads_addresses_absences_and_names()
    {
        Assert.Equal("10.0.0.10", await DigAsync("web.example.com", "+short"));
        Assert.Equal("2001:db8::10", await DigAsync("WEB.example.com", "AAAA", "+short"));
        Assert.Equal("web.example.com.", await DigAsync("-x", "10.0.0.10", "+short"));
        Assert.Contains("status: NXDOMAIN", await DigAsync("nobody.example.com"));
        Assert.Contains("ns.example.com.", await DigAsync("nobody.example.com", "+noall", "+authority"));
        Assert.Contains("status: REFUSED", await DigAsync("web.example.com", "CH", "TXT"));
        Assert.Contains("status: NOTIMP", await DigAsync("web.example.com", "+opcode=STATUS"));
        Assert.Contains("status: BADVERS", await DigAsync("web.example.com", "+edns=3", "+noednsneg"));
    }

    [NeedsTool(Tool.Dig)]
    public async Task Dig_comes_again_by_tcp_for_what_is_too_long()
    {
        Assert.Contains("flags: qr tc", await DigAsync("many.example.com", "+ignore", "+bufsize=512"));
        var whole = await DigAsync("many.example.com", "+bufsize=512");
        Assert.Contains("ANSWER: 200", whole);
        Assert.Contains("(TCP)", whole);
    }

    [Fact]
    public async Task One_connection_asks_many_times()
    {
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(at);
        using var stream = new NetworkStream(client);
        for (ushort id = 1; id <= 3; id++)
        {
            var query = Query(id);
            var framed = new byte[2 + query.Length];
            BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)query.Length);
            query.CopyTo(framed, 2);
            await stream.WriteAsync(framed);
        }
        for (ushort id = 1; id <= 3; id++)
        {
            var length = new byte[2];
            await stream.ReadExactlyAsync(length);
            var answer = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
            await stream.ReadExactlyAsync(answer);
            Assert.Equal(id, DnsMessage.Read(answer)?.Id);
        }
    }

    [Fact]
    public async Task What_is_no_query_ends_nothing()
    {
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        await client.ConnectAsync(at);
        foreach (var noise in (byte[][])[[], [0], new byte[11], [.. Enumerable.Repeat((byte)0xff, 600)], [.. Query(7)[..14]]]) await client.SendAsync(noise);
        await client.SendAsync(Query(9));
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var buffer = new byte[1500];
        while (true)
        {
            var got = await client.ReceiveAsync(buffer, late.Token);
            if (DnsMessage.Read(buffer.AsSpan(0, got)) is { Id: 9, Rcode: DnsRcode.NoError }) return;
        }
    }

    private static byte[] Query(ushort id) => new DnsMessage { Id = id, Questions = [new DnsQuestion(DnsName.Parse("web.example.com"), DnsType.A)] }.Write();

    private async Task<string> DigAsync(params string[] words) => (await Ran.Of("dig", ["@127.0.0.1", "-p", $"{at.Port}", "+tries=1", "+time=10", .. words])).Good().Trim();

    private Socket Udp()
    {
        var socket = Bound(SocketType.Dgram, ProtocolType.Udp, 0);
        at = (IPEndPoint?)socket.LocalEndPoint ?? at;
        return socket;
    }

    private static Socket Bound(SocketType type, ProtocolType protocol, int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, type, protocol);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }

    private sealed class Names : IResolver
    {
        private static readonly DnsRecord Start = new(DnsName.Parse("example.com"), 60, new DnsData.Start(DnsName.Parse("ns.example.com"), DnsName.Parse("root.example.com"), 1, 2, 3, 4, 5));

        public ValueTask<DnsReply> AnswerAsync(DnsQuestion question, IPAddress asker, CancellationToken cancel) => ValueTask.FromResult((question.Name.ToKey(), question.Type) switch
        {
            ("web.example.com", DnsType.A) => DnsReply.Of(new DnsRecord(question.Name, 60, new DnsData.Address(Ip.Parse("10.0.0.10")))),
            ("web.example.com", DnsType.Aaaa) => DnsReply.Of(new DnsRecord(question.Name, 60, new DnsData.Address(Ip.Parse("2001:db8::10")))),
            ("10.0.0.10.in-addr.arpa", DnsType.Ptr) => DnsReply.Of(new DnsRecord(question.Name, 60, new DnsData.Named(DnsType.Ptr, DnsName.Parse("web.example.com")))),
            ("many.example.com", DnsType.A) => DnsReply.Of([.. Enumerable.Range(0, 200).Select(i => new DnsRecord(question.Name, 60, new DnsData.Address(Ip.V4((uint)i))))]),
            _ => DnsReply.NoSuchName(Start),
        });
    }
}
