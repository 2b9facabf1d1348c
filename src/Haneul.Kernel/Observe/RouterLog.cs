namespace Haneul.Kernel;

/// <summary>
/// Listens to what one router tells (NFLOG): the first packets of connections that passed, and refused packets. While nobody listens the kernel tells nothing. One thread at a time; one listener for each router.
/// </summary>
public sealed class RouterLog : IDisposable
{
    /// <summary>What waits in the kernel for a slow reader.</summary>
    private const int MostWaiting = 4 * 1024 * 1024;

    /// <summary>Datagrams that one reading takes, each of some tens of packets.</summary>
    private const int MostTaken = 256;

    private const uint HeaderBytes = 96;

    private readonly NetlinkSocket socket;
    private uint next;

    private RouterLog(NetlinkSocket socket) => this.socket = socket;

    /// <summary>Packets that the kernel told and that were not read in time.</summary>
    public long Lost { get; private set; }

    /// <summary>Throws where somebody else listens already.</summary>
    public static RouterLog Open(NamespaceEntry entry, string name)
    {
        var socket = entry.In(name, () => NetlinkSocket.Open(NetlinkSocket.Netfilter));
        try
        {
            socket.AllowAnswersOf(MostWaiting);
            var writer = new NetlinkWriter();
            LogMessages.Listen(writer, RouterObservation.LogGroup, HeaderBytes);
            socket.Carry(writer, (_, errno, _) => throw new KernelException($"listen to what {name} tells", errno));
            return new RouterLog(socket);
        }
        catch (KernelException)
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>What was told since, without waiting. Whole: who looks at it may speak netlink himself, and a thread has one buffer for what it receives.</summary>
    public IReadOnlyList<ToldPacket> Take()
    {
        var packets = new List<ToldPacket>();
        for (var taken = 0; taken < MostTaken; taken++)
        {
            // What was lost shows in the numbers of the packets.
            var told = socket.Heard(out _);
            if (told.Length == 0) break;
            foreach (var message in new NetlinkMessages(told))
            {
                if (LogMessages.In(message, out var number) is not { } packet) continue;
                if (number > next) Lost += number - next;
                next = number + 1;
                packets.Add(packet);
            }
        }
        return packets;
    }

    public void Dispose() => socket.Dispose();
}
