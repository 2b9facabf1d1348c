using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Haneul.Balancer;
using Haneul.Model;
using Haneul.Tests.Packets;
using Haneul.Tests.Spec;

namespace Haneul.Tests.Balancing;

/// <summary>Appliances that send every packet back as it came, and remember which flows they saw.</summary>
internal sealed class GeneveAppliances : IDisposable
{
    private readonly Dictionary<string, Socket> sockets = [];
    private readonly ConcurrentDictionary<(FlowKey Flow, string Source), bool> sources = [];

    public GeneveAppliances(CarriedWorld world, params IReadOnlyList<NetworkInterface> hosts)
    {
        foreach (var host in hosts)
        {
            var address = host.PrivateIps[0].ToString();
            var socket = world.Entry.In(host.Instance(), () => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
            socket.ReceiveBufferSize = 8 << 20;
            socket.Bind(new IPEndPoint(IPAddress.Any, Geneve.Port));
            sockets[address] = socket;
            // Threads of their own: they are to be as quick as a machine that does nothing else.
            new Thread(() => Serve(socket, address)) { IsBackground = true }.Start();
        }
    }

    /// <summary>By flow: the appliances that it passed.</summary>
    public ConcurrentDictionary<FlowKey, ConcurrentBag<string>> Seen { get; } = [];

    public IReadOnlyDictionary<FlowKey, IReadOnlyList<string>> Flows => Seen.ToDictionary(f => f.Key, f => (IReadOnlyList<string>)[.. f.Value.Distinct()]);

    /// <summary>By flow: from how many sides its packets came.</summary>
    public IReadOnlyDictionary<FlowKey, int> Directions => sources.Keys.GroupBy(s => s.Flow).ToDictionary(g => g.Key, g => g.Count());

    public void Kill(string address) => sockets[address].Dispose();

    public void Dispose()
    {
        foreach (var socket in sockets.Values) socket.Dispose();
    }

    private void Serve(Socket socket, string address)
    {
        var buffer = new byte[65_536];
        while (true)
        {
            try
            {
                EndPoint from = new IPEndPoint(IPAddress.Any, 0);
                var got = socket.ReceiveFrom(buffer, ref from);
                Note(buffer.AsSpan(0, got), address);
                socket.SendTo(buffer.AsSpan(0, got), from);
            }
            catch (Exception e) when (e is ObjectDisposedException or SocketException)
            {
                return;
            }
        }
    }

    private void Note(ReadOnlySpan<byte> datagram, string address)
    {
        if (Geneve.TryRead(datagram, out _, out var inner) != GeneveFault.None || !FlowKey.TryRead(datagram[inner..], FlowBreadth.Connection, out var flow, out _)) throw new InvalidOperationException("The balancer sent what is no GENEVE");
        var by = Seen.GetOrAdd(flow, _ => []);
        if (!by.Contains(address)) by.Add(address);
        sources.TryAdd((flow, Convert.ToHexString(flow.IsV6 ? datagram.Slice(inner + 8, 16) : datagram.Slice(inner + 12, 4))), true);
    }
}
