using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Haneul.Balancer;
using Haneul.Balancing;
using Haneul.Fabric;
using Haneul.Model;
using Haneul.Tests.Packets;
using Haneul.Tests.Spec;
using Haneul.Tests.Tls;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Balancing;

/// <summary>Network balancers whose bytes go through user space, with real packets: whom the target sees.</summary>
public sealed class BorrowedAddressTests : IAsyncDisposable
{
    private const int First = 80, Second = 81;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly List<IAsyncDisposable> open = [];
    private readonly List<Socket> sockets = [];

    [NeedsTool(Tool.Root)]
    public async Task Behind_the_PROXY_protocol_the_target_sees_the_client_s_address_and_port_and_bytes_go_both_ways()
    {
        var drawn = Drawn("true", isTls: false);
        using var world = Serve(drawn);
        var target = Listen(world, drawn);
        var client = await ConnectAsync(world, drawn, First);
        var served = await AcceptAsync(target);
        Assert.Equal((IPEndPoint?)client.LocalEndPoint, (IPEndPoint?)served.RemoteEndPoint);
        Assert.Equal(28, (await ReadAsync(served, 28)).Length);
        await client.SendAsync("question"u8.ToArray());
        Assert.Equal("question"u8.ToArray(), await ReadAsync(served, 8));
        await served.SendAsync("answer"u8.ToArray());
        Assert.Equal("answer"u8.ToArray(), await ReadAsync(client, 6));
    }

    [NeedsTool(Tool.Root)]
    public async Task Behind_a_TLS_listener_it_sees_the_client_too()
    {
        var drawn = Drawn("true", isTls: true);
        using var world = Serve(drawn);
        var target = Listen(world, drawn);
        var client = await ConnectAsync(world, drawn, First);
        await using var secure = new SslStream(new NetworkStream(client), false, (_, _, _, _) => true);
        await secure.AuthenticateAsClientAsync("door.example").WaitAsync(Patience);
        var served = await AcceptAsync(target);
        Assert.Equal((IPEndPoint?)client.LocalEndPoint, (IPEndPoint?)served.RemoteEndPoint);
        await secure.WriteAsync("question"u8.ToArray());
        Assert.Equal("question"u8.ToArray(), await ReadAsync(served, 8));
    }

    [NeedsTool(Tool.Root)]
    public async Task Where_the_client_s_port_is_taken_towards_the_target_it_sees_another_port_of_the_client()
    {
        var drawn = Drawn("true", isTls: false);
        using var world = Serve(drawn);
        var target = Listen(world, drawn);
        var one = await ConnectAsync(world, drawn, First);
        var served = await AcceptAsync(target);
        var other = await ConnectAsync(world, drawn, Second, (IPEndPoint?)one.LocalEndPoint);
        Assert.Equal(one.LocalEndPoint, other.LocalEndPoint);
        var second = await AcceptAsync(target);
        Assert.Equal(((IPEndPoint?)served.RemoteEndPoint)?.Address, ((IPEndPoint?)second.RemoteEndPoint)?.Address);
        Assert.NotEqual(served.RemoteEndPoint, second.RemoteEndPoint);
        Assert.Equal(28, (await ReadAsync(second, 28)).Length);
    }

    [NeedsTool(Tool.Root)]
    public async Task Without_the_client_s_address_it_sees_the_node()
    {
        var drawn = Drawn("false", isTls: false);
        using var world = Serve(drawn);
        var target = Listen(world, drawn);
        await ConnectAsync(world, drawn, First);
        Assert.Equal(drawn.NodeA, ((IPEndPoint?)(await AcceptAsync(target)).RemoteEndPoint)?.Address.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var socket in sockets) socket.Dispose();
        foreach (var one in open) await one.DisposeAsync();
    }

    /// <summary>One target, and two listeners that lead to it.</summary>
    private static Drawn Drawn(string keepsClient, bool isTls)
    {
        var drawn = new Drawn(("preserve_client_ip.enabled", keepsClient), ("proxy_protocol_v2.enabled", isTls ? "false" : "true"));
        drawn.Sketch.Draft.Remove(drawn.TargetTwo.Id);
        drawn.Sketch.Listener(drawn.Balancer, BalancerProtocol.Tcp, Second, drawn.Group);
        if (isTls) drawn.Sketch.Draft.Put(drawn.Listener with { Protocol = BalancerProtocol.Tls, CertificateArns = ["arn:one"] });
        return drawn;
    }

    /// <summary>The data plane serves it inside the carried world; nobody but clients speaks to targets.</summary>
    private CarriedWorld Serve(Drawn drawn)
    {
        var world = new CarriedWorld(drawn.Sketch.World);
        var plane = new DataPlane(new NamespaceSockets(world.Entry), new DataPlaneOptions { Loops = 1 }, _ => { }, TimeProvider.System);
        open.Add(plane);
        using var certificate = MadeCertificate.Ecdsa(["door.example"]);
        var wanted = WantedCompiler.Of(drawn.Sketch.World, world.Net, 1);
        plane.Serve(wanted with
        {
            Pools = [.. wanted.Pools.Select(p => p with { HealthCheck = p.HealthCheck with { Enabled = false } })],
            Certificates = [new WantedCertificate("arn:one", certificate.Pem, "", certificate.KeyPem)],
        });
        return world;
    }

    private Socket Listen(CarriedWorld world, Drawn drawn)
    {
        var listener = Made(world, drawn.One.Instance());
        listener.Bind(new IPEndPoint(IPAddress.Any, 8080));
        listener.Listen();
        return listener;
    }

    private async Task<Socket> ConnectAsync(CarriedWorld world, Drawn drawn, int port, IPEndPoint? from = null)
    {
        var client = Made(world, drawn.Client);
        client.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        client.Bind(from ?? new IPEndPoint(IPAddress.Parse("10.0.1.10"), 0));
        await client.ConnectAsync(new IPEndPoint(IPAddress.Parse(drawn.NodeA), port)).WaitAsync(Patience);
        return client;
    }

    private async Task<Socket> AcceptAsync(Socket listener)
    {
        var served = await listener.AcceptAsync().WaitAsync(Patience);
        sockets.Add(served);
        return served;
    }

    private Socket Made(CarriedWorld world, string ns)
    {
        var socket = world.Entry.In(ns, () => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        sockets.Add(socket);
        return socket;
    }

    private static async Task<byte[]> ReadAsync(Socket socket, int count)
    {
        var read = new byte[count];
        for (var got = 0; got < count;)
        {
            var more = await socket.ReceiveAsync(read.AsMemory(got)).AsTask().WaitAsync(Patience);
            if (more == 0) throw new EndOfStreamException($"{got} of {count} bytes came");
            got += more;
        }
        return read;
    }
}
