namespace Haneul.Kernel;

/// <summary>The connections that a namespace tracks (conntrack): reading all of them, forgetting some.</summary>
internal sealed class ConnectionTable(OpenNamespace target, NetlinkWriter writer)
{
    /// <summary>So many refusals fit into a socket that nobody could widen.</summary>
    private const int MostMessages = 128;

    public List<Connection> Read()
    {
        var found = new List<Connection>();
        writer.Clear();
        ConnectionMessages.List(writer);
        target.Netfilter.Dump(writer, "connections", message =>
        {
            if (ConnectionMessages.In(message) is { } connection) found.Add(connection);
        }, found.Clear);
        return found;
    }

    /// <summary>One that is gone already is forgotten; throws <see cref="KernelException"/> for the first that the kernel refuses to forget, when all were tried.</summary>
    public void Forget(IReadOnlyList<Connection> connections)
    {
        KernelException? failure = null;
        writer.Clear();
        for (var next = 0; next < connections.Count;)
        {
            var start = next;
            for (; next < connections.Count && next < start + MostMessages; next++) ConnectionMessages.Forget(writer, connections[next]);
            var first = writer.Sequence - (uint)writer.Count + 1;
            target.Netfilter.Carry(writer, (sequence, errno, _) =>
            {
                if (errno != Errno.NoSuchEntry) failure ??= new KernelException($"forget the connection {connections[start + (int)(sequence - first)]}", errno);
            });
        }
        if (failure is not null) throw failure;
    }
}
