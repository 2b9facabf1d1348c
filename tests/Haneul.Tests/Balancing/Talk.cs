using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Haneul.Model;
using Haneul.Tests.Packets;
using Haneul.Tests.Spec;

namespace Haneul.Tests.Balancing;

/// <summary>A flow between two hosts of a carried world whose far end sends back what it gets. What is lost of datagrams is sent again.</summary>
internal sealed class Talk : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60), AskAgain = TimeSpan.FromMilliseconds(500);

    private readonly Socket near, far;
    private readonly CancellationTokenSource late = new(Patience);
    private readonly bool isStream;
    private Socket? accepted;

    private Talk(Socket near, Socket far, bool isStream) => (this.near, this.far, this.isStream) = (near, far, isStream);

    /// <summary>Opens a flow of TCP or UDP to a port of the far host.</summary>
    public static async Task<Talk> OpenAsync(CarriedWorld world, NetworkInterface from, NetworkInterface to, bool isStream, int port, bool v6 = false)
    {
        var family = v6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
        var (type, protocol) = isStream ? (SocketType.Stream, ProtocolType.Tcp) : (SocketType.Dgram, ProtocolType.Udp);
        var address = new IPEndPoint(IPAddress.Parse((v6 ? to.Ipv6Addresses[0] : to.PrivateIps[0]).ToString()), port);
        var far = world.Entry.In(to.Instance(), () => new Socket(family, type, protocol));
        var near = world.Entry.In(from.Instance(), () => new Socket(family, type, protocol));
        var talk = new Talk(near, far, isStream);
        try
        {
            far.Bind(address);
            if (isStream) far.Listen(8);
            await near.ConnectAsync(address, talk.late.Token);
            if (isStream) talk.accepted = await far.AcceptAsync(talk.late.Token);
            _ = talk.EchoAsync();
            return talk;
        }
        catch
        {
            talk.Dispose();
            throw;
        }
    }

    /// <summary>No device may cut what is sent: IPv4's "do not fragment".</summary>
    public void NeverCut() => near.DontFragment = true;

    /// <summary>Sends so many bytes, and gets the very same back; fails after a minute.</summary>
    public async Task SayAsync(int bytes)
    {
        var sent = RandomNumberGenerator.GetBytes(bytes);
        while (!await AnsweredAsync(sent))
        {
        }
    }

    public void Dispose()
    {
        late.Cancel();
        near.Dispose();
        accepted?.Dispose();
        far.Dispose();
        late.Dispose();
    }

    private async Task<bool> AnsweredAsync(byte[] sent)
    {
        var got = new byte[65_536];
        await near.SendAsync(sent, late.Token);
        using var again = CancellationTokenSource.CreateLinkedTokenSource(late.Token);
        if (!isStream) again.CancelAfter(AskAgain);
        try
        {
            var length = 0;
            do
            {
                length += await near.ReceiveAsync(got.AsMemory(length), again.Token);
            }
            while (isStream && length < sent.Length);
            // An answer to what was asked before is none to this.
            return sent.AsSpan().SequenceEqual(got.AsSpan(0, length));
        }
        catch (OperationCanceledException) when (!late.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task EchoAsync()
    {
        var buffer = new byte[65_536];
        try
        {
            while (!late.IsCancellationRequested)
            {
                if (accepted is { } stream)
                {
                    var got = await stream.ReceiveAsync(buffer);
                    if (got == 0) return;
                    await stream.SendAsync(buffer.AsMemory(0, got));
                    continue;
                }
                var from = await far.ReceiveFromAsync(buffer, new IPEndPoint(far.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0));
                await far.SendToAsync(buffer.AsMemory(0, from.ReceivedBytes), from.RemoteEndPoint);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The talk is over.
        }
    }
}
