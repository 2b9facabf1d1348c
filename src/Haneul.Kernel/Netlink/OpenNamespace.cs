namespace Haneul.Kernel;

/// <summary>The sockets into one namespace; they hold it, so they are closed before it is let go.</summary>
internal sealed class OpenNamespace(string name, NetlinkSocket route, NetlinkSocket netfilter) : IDisposable
{
    /// <summary>A transaction of nftables is one message to the socket; only the room that it takes is ever allocated.</summary>
    private const int LongestTransaction = 256 * 1024 * 1024;

    private const int MostAnswers = 4 * 1024 * 1024;

    public string Name => name;

    /// <summary>Bytes that the kernel takes at once for nftables.</summary>
    public int LongestMessage { get; } = netfilter.LongestMessage();

    public NetlinkSocket Route => route;

    public NetlinkSocket Netfilter => netfilter;

    /// <summary>When it was used last, in uses of any.</summary>
    public long Used { get; set; }

    /// <summary>Opens sockets in the namespace of the calling thread.</summary>
    public static OpenNamespace Here(string name, int longestTransaction = LongestTransaction)
    {
        var route = NetlinkSocket.Open(NetlinkSocket.Route);
        try
        {
            var netfilter = NetlinkSocket.Open(NetlinkSocket.Netfilter);
            netfilter.AllowMessagesOf(longestTransaction);
            netfilter.AllowAnswersOf(MostAnswers);
            return new OpenNamespace(name, route, netfilter);
        }
        catch (KernelException)
        {
            route.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        route.Dispose();
        netfilter.Dispose();
    }
}

/// <summary>The namespaces that sockets are open into, the ones used last: a socket costs less than a visit, but there may be thousands of namespaces.</summary>
internal sealed class OpenNamespaces(NamespaceEntry entry) : IDisposable
{
    public const int Most = 512;

    private readonly Dictionary<string, OpenNamespace> open = new(StringComparer.Ordinal);
    private long uses;

    public OpenNamespace Get(string name)
    {
        if (!open.TryGetValue(name, out var found)) Keep(found = entry.In(name, () => OpenNamespace.Here(name)));
        found.Used = ++uses;
        return found;
    }

    public void Keep(OpenNamespace one)
    {
        if (open.Count >= Most && open.Values.MinBy(o => o.Used) is { } oldest) Close(oldest.Name);
        one.Used = ++uses;
        open[one.Name] = one;
    }

    public void Close(string name)
    {
        if (open.Remove(name, out var one)) one.Dispose();
    }

    public void Dispose()
    {
        foreach (var one in open.Values) one.Dispose();
        open.Clear();
    }
}
