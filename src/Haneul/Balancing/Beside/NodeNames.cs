using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Haneul.Balancer;
using Haneul.Dns;
using Haneul.Fabric;
using Haneul.Io;

namespace Haneul.Balancing;

/// <summary>Finds names from a balancer's node, as its VPC's resolver knows them (RFC 1035, section 4.2.1).</summary>
internal sealed class NodeNames(ISocketSource sockets)
{
    private const int DnsPort = 53, MostBytes = 4096, MostTries = 2, MostStrangers = 16;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    /// <summary>The addresses that a node can reach; none where the name has none, or nobody answers.</summary>
    public async Task<IReadOnlyList<IPAddress>> FindAsync(WantedNode node, string name, CancellationToken cancel)
    {
        if (!DnsName.TryParse(name, out var asked)) return [];
        var found = new List<IPAddress>();
        foreach (var type in node.Addresses.Select(a => a.IsV6 ? DnsType.Aaaa : DnsType.A).Distinct())
        {
            for (var tries = 0; tries < MostTries; tries++)
            {
                if (await AskAsync(node, new DnsQuestion(asked, type), cancel) is not { } answer) continue;
                found.AddRange(answer.Answers.Select(r => r.Data).OfType<DnsData.Address>().Select(a => IPAddress.Parse(a.Ip.ToString())));
                break;
            }
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
        using var socket = new Socket(sockets.Open(node.Space, resolver.IsV6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork, SocketType.Dgram));
        var query = new DnsMessage { Id = (ushort)RandomNumberGenerator.GetInt32(65_536), WantsRecursion = true, Questions = [question] };
        var bytes = new byte[MostBytes];
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Parse(own.ToString()), 0));
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Parse(resolver.ToString()), DnsPort), limit.Token);
            await socket.SendAsync(query.Write(), limit.Token);
            for (var strangers = 0; strangers < MostStrangers; strangers++)
            {
                var count = await socket.ReceiveAsync(bytes, limit.Token);
                if (DnsMessage.Read(bytes.AsSpan(0, count)) is { IsResponse: true } answer && answer.Id == query.Id) return answer;
            }
            return null;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return null;
        }
        catch (SocketException)
        {
            // Refused, or no way: as good as no answer.
            return null;
        }
    }
}
