using Haneul.Balancer.Http2;
using Haneul.Io;
using Haneul.Io.Tls;

namespace Haneul.Balancer;

/// <summary>A way to an address from a node, in one protocol, and the connections that loops keep on it; the same over all snapshots that want it.</summary>
internal sealed class TargetRoute(string space, KernelAddress address, KernelAddress? from, TlsClient? tls, bool speaksHttp2, int loops)
{
    /// <summary>So many are kept by one loop.</summary>
    public const int MostKept = 1024;

    // One list for each loop, which alone touches it.
    private readonly List<TargetConnection>[] _kept = [.. Enumerable.Range(0, loops).Select(_ => new List<TargetConnection>())];
    private readonly Http2Pool[] _streams = speaksHttp2 ? [.. Enumerable.Range(0, loops).Select(_ => new Http2Pool())] : [];
    private volatile bool _isServed = true;

    public string Space => space;

    public KernelAddress Address => address;

    public KernelAddress? From => from;

    /// <summary>Null: it is spoken to without TLS.</summary>
    public TlsClient? Tls => tls;

    /// <summary>Null: it is spoken to by HTTP/1.1.</summary>
    public Http2Pool? StreamsOf(Worker worker) => _streams.Length == 0 ? null : _streams[worker.Index];

    /// <summary>A snapshot wants it; else its connections are closed when their requests are done.</summary>
    public bool IsServed
    {
        get => _isServed;
        set => _isServed = value;
    }

    /// <summary>The one that was used last, so that those that are not needed age and go.</summary>
    public TargetConnection? Take(Worker worker)
    {
        var kept = _kept[worker.Index];
        if (kept.Count == 0) return null;
        var last = kept[^1];
        kept.RemoveAt(kept.Count - 1);
        return last;
    }

    public bool Keep(Worker worker, TargetConnection connection)
    {
        var kept = _kept[worker.Index];
        if (!_isServed || kept.Count >= MostKept) return false;
        kept.Add(connection);
        return true;
    }

    public void Remove(Worker worker, TargetConnection connection) => _kept[worker.Index].Remove(connection);

    /// <summary>Closes what this loop keeps.</summary>
    public void Clear(Worker worker)
    {
        while (Take(worker) is { } connection) connection.Discard();
        StreamsOf(worker)?.Clear();
    }
}
