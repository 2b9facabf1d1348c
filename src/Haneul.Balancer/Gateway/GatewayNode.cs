using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using Haneul.Io;
using Haneul.Model;

namespace Haneul.Balancer;

/// <summary>
/// A gateway balancer's node in one zone: sends to appliances from its own address, from one of a few ports chosen by the flow, so that an appliance can spread flows over its cores; takes what they send back, whether they exchange the ports or, as AWS asks, do not.
/// </summary>
internal sealed class GatewayNode
{
    /// <summary>The ports that it sends from begin here; AWS's are any.</summary>
    public const int FirstPort = 61_000;

    /// <summary>A power of two.</summary>
    public const int Ports = 16;

    private readonly Dictionary<ulong, GatewayEndpoint> endpoints = [];
    private readonly List<DatagramSocket> sockets = [];
    private readonly Dictionary<Ip, KernelAddress> addresses = [];

    private GatewayNode(Ip address) => Address = address;

    public Ip Address { get; }

    /// <summary>Of what no endpoint can be found for.</summary>
    public GatewayCounts Counts { get; } = new();

    public bool IsUsed => endpoints.Count > 0;

    /// <summary>Opens a node; throws where the namespace or the address is not there yet.</summary>
    public static GatewayNode Open(Loop loop, ISocketSource source, string space, Ip address)
    {
        var node = new GatewayNode(address);
        try
        {
            // The first takes what appliances send to GENEVE's port; the others send, too.
            int[] ports = [Geneve.Port, .. Enumerable.Range(FirstPort, Ports)];
            foreach (var port in ports)
            {
                var handle = source.Open(space, AddressFamily.InterNetwork, SocketType.Dgram);
                var socket = new DatagramSocket(loop, handle, new IPEndPoint(IPAddress.Parse(address.ToString()), port), node.Take);
                node.sockets.Add(socket);
                socket.Open();
            }
            return node;
        }
        catch (Exception e) when (e is SocketException or IOException or Win32Exception)
        {
            node.Close();
            throw;
        }
    }

    public void Add(GatewayEndpoint endpoint) => endpoints[endpoint.Number] = endpoint;

    public void Remove(GatewayEndpoint endpoint)
    {
        if (endpoints.GetValueOrDefault(endpoint.Number) == endpoint) endpoints.Remove(endpoint.Number);
    }

    public bool Send(ReadOnlySpan<byte> datagram, Ip to, ulong flow)
    {
        if (!addresses.TryGetValue(to, out var address))
        {
            if (addresses.Count > 65_536) addresses.Clear();
            addresses[to] = address = KernelAddress.Of(IPAddress.Parse(to.ToString()), Geneve.Port);
        }
        return sockets[1 + (int)(flow & Ports - 1)].Send(datagram, address);
    }

    public void Close()
    {
        foreach (var socket in sockets) socket.Close();
        sockets.Clear();
    }

    private void Take(ReadOnlySpan<byte> datagram, in KernelAddress from)
    {
        var fault = Geneve.TryRead(datagram, out var tags, out var inner);
        if (fault != GeneveFault.None) Counts.Add(fault);
        else if (!endpoints.TryGetValue(tags.EndpointId, out var endpoint)) Counts.Strange++;
        else endpoint.TakeBack(datagram[inner..], tags, Ip.V4(System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(from.Bytes)));
    }
}
