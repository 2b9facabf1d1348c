using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Haneul.Balancer;
using Haneul.Dns;
using Haneul.Fabric;
using Haneul.Io;

namespace Haneul.Balancing;

/// <summary>Finds names from a balancer's node, as its VPC's resolver knows them; by TCP (RFC 7766), since nodes take nothing else in.</summary>
internal sealed class NodeNames(ISocketSource sockets)
{
    private const int DnsPort = 53, LengthBytes = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>The addresses of the families that a node has; none where the name has none, or nobody answers.</summary>
    public async Task<IReadOnlyList<IPAddress>> FindAsync(WantedNode node, string name, CancellationToken cancel)
    {
        if (!DnsName.TryParse(name, out var asked)) return [];
        var found = new List<IPAddress>();
        foreach (var isV6 in node.Addresses.Select(a => a.IsV6).Distinct().Order())
        {
            var answer = await AskAsync(node, new DnsQuestion(asked, isV6 ? DnsType.Aaaa : DnsType.A), cancel);
            found.AddRange(answer?.Answers.Select(r => r.Data).OfType<DnsData.Address>().Select(a => IPAddress.Parse(a.Ip.ToString())) ?? []);
        }
        return found;
    }

    /// <summary>Null where no answer comes in time.</summary>
    private async Task<DnsMessage?> AskAsync(WantedNode node, DnsQuestion question, CancellationToken cancel)
    {
        var resolver = VpcService.Resolvers.First(r => node.Addresses.Any(a => a.IsV6 == r.IsV6));
        var own = node.Addresses.First(a => a.IsV6 == resolver.IsV6);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        using var socket = new Socket(sockets.Open(node.Space, resolver.IsV6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork, SocketType.Stream));
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Parse(own.ToString()), 0));
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Parse(resolver.ToString()), DnsPort), limit.Token);
            await using var stream = new NetworkStream(socket);
            var query = new DnsMessage { Id = (ushort)RandomNumberGenerator.GetInt32(65_536), WantsRecursion = true, Questions = [question] };
            await stream.WriteAsync(Framed(query.Write()), limit.Token);
            var length = new byte[LengthBytes];
            await stream.ReadExactlyAsync(length, limit.Token);
            var answer = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
            await stream.ReadExactlyAsync(answer, limit.Token);
            return DnsMessage.Read(answer) is { IsResponse: true } read && read.Id == query.Id ? read : null;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            // Refused, broken off, or no way: as good as no answer.
            return null;
        }
    }

    private static byte[] Framed(byte[] message)
    {
        var bytes = new byte[LengthBytes + message.Length];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)message.Length);
        message.CopyTo(bytes, LengthBytes);
        return bytes;
    }
}
