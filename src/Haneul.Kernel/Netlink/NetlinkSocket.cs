using Microsoft.Win32.SafeHandles;

namespace Haneul.Kernel;

/// <summary>Takes a received message.</summary>
internal delegate void NetlinkHandler(NetlinkMessage message);

/// <summary>Takes the refusal of a message: its number, the error number, and the kernel's words if it has any.</summary>
internal delegate void NetlinkRefusal(uint sequence, int errno, string words);

/// <summary>
/// A netlink socket (netlink(7)). It belongs to the namespace that its thread was in when it was opened, for good. The kernel works while the message is sent and answers before the call returns, so receiving hardly ever waits.
/// One thread at a time.
/// </summary>
internal sealed class NetlinkSocket : IDisposable
{
    /// <summary>NETLINK_ROUTE and NETLINK_NETFILTER, linux/netlink.h.</summary>
    public const int Route = 0;
    public const int Netfilter = 12;

    private const int ShortAnswers = 10;
    private const int AnswersInWords = 11;
    private const int StrictRequests = 12;
    private const int LongestAnswer = 64 * 1024;
    private const int DumpAttempts = 8;
    private const int Interruptions = 1000;
    private const long WaitSeconds = 30;

    private readonly SafeFileHandle socket;

    /// <summary>Every thread that speaks netlink has one buffer for what it receives.</summary>
    [ThreadStatic]
    private static byte[]? received;

    private NetlinkSocket(SafeFileHandle socket) => this.socket = socket;

    /// <summary>Opens one in the namespace of the calling thread.</summary>
    public static NetlinkSocket Open(int protocol)
    {
        var socket = SocketCalls.Socket(SocketCalls.NetlinkFamily, SocketCalls.Raw, protocol);
        if (socket.IsInvalid) throw Errno.Failed("open a netlink socket");
        // Kernels before 4.20 know less: then answers are longer and requests are read leniently, which is no harm.
        _ = SocketCalls.Set(socket, SocketCalls.NetlinkLevel, ShortAnswers, 1);
        _ = SocketCalls.Set(socket, SocketCalls.NetlinkLevel, AnswersInWords, 1);
        if (protocol == Route) _ = SocketCalls.Set(socket, SocketCalls.NetlinkLevel, StrictRequests, 1);
        if (SocketCalls.SetReceiveTimeout(socket, WaitSeconds) < 0) throw Errno.Failed("bound the waiting of a netlink socket");
        return new NetlinkSocket(socket);
    }

    /// <summary>Lets one message be as long as given, or as the system lets an unprivileged user.</summary>
    public void AllowMessagesOf(int bytes)
    {
        if (SocketCalls.Set(socket, SocketCalls.SocketLevel, SocketCalls.SendBufferForce, bytes) == 0) return;
        if (SocketCalls.Set(socket, SocketCalls.SocketLevel, SocketCalls.SendBuffer, bytes) < 0) throw Errno.Failed("widen the send buffer of a netlink socket");
    }

    /// <summary>Bytes that one message may have.</summary>
    public int LongestMessage() => SocketCalls.Get(socket, SocketCalls.SocketLevel, SocketCalls.SendBuffer);

    /// <summary>Lets so many bytes of answers wait.</summary>
    public void AllowAnswersOf(int bytes)
    {
        if (SocketCalls.Set(socket, SocketCalls.SocketLevel, SocketCalls.ReceiveBufferForce, bytes) == 0) return;
        if (SocketCalls.Set(socket, SocketCalls.SocketLevel, SocketCalls.ReceiveBuffer, bytes) < 0) throw Errno.Failed("widen the receive buffer of a netlink socket");
    }

    /// <summary>Hears what the kernel tells to this multicast group from now on.</summary>
    public void Join(int group)
    {
        // struct sockaddr_nl; the kernel chooses the number. A socket without one is taken for the kernel itself, which is told nothing.
        ReadOnlySpan<byte> anyNumber = [SocketCalls.NetlinkFamily, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        if (SocketCalls.Bind(socket, anyNumber, (uint)anyNumber.Length) < 0) throw Errno.Failed("bind a netlink socket");
        if (SocketCalls.Set(socket, SocketCalls.NetlinkLevel, SocketCalls.AddMembership, group) < 0) throw Errno.Failed($"join the netlink group {group}");
    }

    /// <summary>What has been told meanwhile, one datagram; empty where nothing waits. <paramref name="lost"/>: the kernel had more to tell than there was room for.</summary>
    public ReadOnlySpan<byte> Heard(out bool lost)
    {
        received ??= new byte[LongestAnswer];
        lost = false;
        for (var attempt = 0; attempt < Interruptions; attempt++)
        {
            var length = SocketCalls.Receive(socket, received, received.Length, SocketCalls.RealLength | SocketCalls.WithoutWaiting);
            if (length > received.Length) throw new KernelException($"receive a netlink message of {length} bytes", Errno.MessageTooLong);
            if (length >= 0) return received.AsSpan(0, (int)length);
            if (Errno.Last == Errno.TryAgain) return [];
            if (Errno.Last == Errno.NoBufferSpace) lost = true;
            else if (Errno.Last != Errno.Interrupted) break;
        }
        throw Errno.Failed("receive a netlink message");
    }

    /// <summary>Waits until one of the sockets has something to tell; false where none has after so long.</summary>
    public static bool AnyHeard(IReadOnlyList<NetlinkSocket> sockets, int milliseconds) => SocketCalls.AnyReadable([.. sockets.Select(s => s.socket)], milliseconds);

    /// <summary>The index of a device; 0 where there is none of that name.</summary>
    public int IndexOf(string device) => SocketCalls.IndexOf(socket, device);

    /// <summary>Sends the messages and clears them. Only the last one is asked for an answer, which tells that all are done: the others answer when they are refused.</summary>
    public void Carry(NetlinkWriter messages, NetlinkRefusal refused)
    {
        if (messages.Count == 0) return;
        messages.AskForAnswer();
        Carry(messages, messages.Sequence, refused);
    }

    /// <summary>Sends the messages and clears them; the one with the number was asked for an answer, and it comes last. Where that is not the last message they are one transaction, and the kernel may refuse the first for all of them.</summary>
    public void Carry(NetlinkWriter messages, uint asked, NetlinkRefusal refused)
    {
        var first = messages.Sequence - (uint)messages.Count + 1;
        var together = asked != messages.Sequence;
        try
        {
            Send(messages.Written);
        }
        finally
        {
            messages.Clear();
        }
        // Each message answers at most once, and each answer is at least one turn.
        while (true)
        {
            foreach (var message in new NetlinkMessages(Receive()))
            {
                if (message.Type != NetlinkMessage.Error || message.Sequence < first) continue;
                if (message.Errno != 0) refused(message.Sequence, message.Errno, message.Words);
                if (message.Sequence == asked || together && message.Sequence == first) return;
            }
        }
    }

    /// <summary>Asks one question, and hands out the answer, or the number of the error.</summary>
    public void Ask(NetlinkWriter request, NetlinkHandler handler, Action<int> refused)
    {
        var asked = request.Sequence;
        try
        {
            Send(request.Written);
        }
        finally
        {
            request.Clear();
        }
        // The kernel answers a question that asks for no dump with one message.
        while (true)
        {
            foreach (var message in new NetlinkMessages(Receive()))
            {
                if (message.Sequence != asked) continue;
                if (message.Type != NetlinkMessage.Error) handler(message);
                else if (message.Errno != 0) refused(message.Errno);
                return;
            }
        }
    }

    /// <summary>Asks for a dump and hands out its messages. A dump that was disturbed by a change is asked for again: <paramref name="restart"/> forgets what was handed out.</summary>
    public void Dump(NetlinkWriter request, string what, NetlinkHandler handler, Action restart)
    {
        try
        {
            for (var attempt = 1; attempt <= DumpAttempts; attempt++)
            {
                restart();
                Send(request.Written);
                if (ReadDump(request.Sequence, what, handler)) return;
            }
        }
        finally
        {
            request.Clear();
        }
        throw new KernelException($"read {what}, which changed {DumpAttempts} times meanwhile", Errno.TryAgain);
    }

    public void Dispose() => socket.Dispose();

    private bool ReadDump(uint sequence, string what, NetlinkHandler handler)
    {
        var whole = true;
        while (true)
        {
            foreach (var message in new NetlinkMessages(Receive()))
            {
                if (message.Sequence != sequence) continue;
                if ((message.Flags & NetlinkFlags.DumpInterrupted) != 0) whole = false;
                if (message.Type is NetlinkMessage.Done or NetlinkMessage.Error)
                {
                    if (message.Errno == Errno.Interrupted) return false;
                    if (message.Errno != 0) throw new KernelException($"read {what}", message.Errno);
                    return whole;
                }
                if (whole) handler(message);
            }
        }
    }

    private void Send(ReadOnlySpan<byte> messages)
    {
        for (var attempt = 0; attempt < Interruptions; attempt++)
        {
            var sent = SocketCalls.Send(socket, messages, messages.Length, 0);
            if (sent == messages.Length) return;
            if (sent >= 0 || Errno.Last != Errno.Interrupted) break;
        }
        throw Errno.Failed($"send {messages.Length} bytes of netlink messages");
    }

    private ReadOnlySpan<byte> Receive()
    {
        received ??= new byte[LongestAnswer];
        for (var attempt = 0; attempt < Interruptions; attempt++)
        {
            var length = SocketCalls.Receive(socket, received, received.Length, SocketCalls.RealLength);
            if (length > received.Length) throw new KernelException($"receive a netlink answer of {length} bytes", Errno.MessageTooLong);
            if (length >= 0) return received.AsSpan(0, (int)length);
            if (Errno.Last != Errno.Interrupted) break;
        }
        throw Errno.Failed("receive a netlink answer");
    }
}
