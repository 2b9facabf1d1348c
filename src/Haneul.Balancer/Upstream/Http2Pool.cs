namespace Haneul.Balancer.Http2;

/// <summary>The connections of HTTP/2 that one loop has to a target: a request goes on the first that takes another stream, and where none does, on a new one.</summary>
internal sealed class Http2Pool
{
    private readonly List<Http2Target> connections = [];

    /// <summary>How many streams a connection gets before its target has said how many it takes: as many as the last one took.</summary>
    public int Streams { get; set; } = Http2Target.MostStreams;

    /// <param name="worker">Whose loop it is.</param>
    /// <param name="route">To the target.</param>
    /// <param name="exchange">Is told what comes of it, never before this has returned.</param>
    /// <param name="head">As <see cref="ForwardedHead"/> writes it.</param>
    /// <param name="isWhole">No body follows.</param>
    public Http2Call Begin(Worker worker, TargetRoute route, Exchange exchange, ReadOnlySpan<byte> head, bool isWhole)
    {
        foreach (var connection in connections)
        {
            if (connection.TakesMore) return connection.Begin(exchange, head, isWhole);
        }
        var fresh = new Http2Target(worker, route, this);
        connections.Add(fresh);
        fresh.Open();
        return fresh.Begin(exchange, head, isWhole);
    }

    public void Remove(Http2Target connection) => connections.Remove(connection);

    /// <summary>The target is not served any more: what is under way goes on to its end.</summary>
    public void Clear()
    {
        foreach (var connection in connections.ToArray()) connection.Retire();
    }
}
