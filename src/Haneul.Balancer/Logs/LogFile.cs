using System.Buffers;
using System.Globalization;
using System.Net;
using Haneul.Model;

namespace Haneul.Balancer;

/// <summary>
/// The logs of one kind that one node of a balancer writes. Loops put lines into buffers of their own and hand over full ones; files are the writer's affair.
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html#access-log-file-format
/// </summary>
internal sealed class LogFile(LogWriter writer, string folder, LogPlace place, string balancerArn, IPAddress node, string mark, int loops)
{
    /// <summary>A line is at most so long: what does not fit is not written.</summary>
    public const int LongestLine = 64 * 1024;

    private const int ChunkLength = 2 * LongestLine;

    private readonly LogChunk?[] _chunks = new LogChunk?[loops];

    /// <summary>Where a line is written to, on the loop's thread; then <see cref="Wrote"/> says how long it became.</summary>
    public Span<byte> Room(Worker worker)
    {
        ref var chunk = ref _chunks[worker.Index];
        if (chunk is not null && ChunkLength - chunk.Length < LongestLine) HandOver(worker);
        chunk ??= new LogChunk(this, ChunkLength);
        return chunk.Bytes.AsSpan(chunk.Length);
    }

    public void Wrote(Worker worker, int length)
    {
        if (_chunks[worker.Index] is { } chunk) chunk.Length += length;
    }

    /// <summary>On the loop's thread.</summary>
    public void HandOver(Worker worker)
    {
        if (_chunks[worker.Index] is not { Length: > 0 } chunk) return;
        _chunks[worker.Index] = null;
        writer.Write(chunk);
    }

    /// <summary>Of a file that ends at this time.</summary>
    public string PathOf(DateTimeOffset end, string chance)
    {
        // arn:aws:elasticloadbalancing:region:account:loadbalancer/app/name/id
        var parts = balancerArn.Split(':', 6);
        var (region, account, name) = (parts[3], parts[4], parts[5].Replace("loadbalancer/", "", StringComparison.Ordinal).Replace('/', '.'));
        var utc = end.UtcDateTime;
        var day = utc.ToString("yyyy/MM/dd", CultureInfo.InvariantCulture);
        var stamp = utc.ToString("yyyyMMdd'T'HHmm'Z'", CultureInfo.InvariantCulture);
        // Of network balancers the name has no address.
        var at = name.StartsWith("net.", StringComparison.Ordinal) ? "" : $"_{node}";
        return Path.Combine(folder, place.Bucket, place.Prefix, "AWSLogs", account, "elasticloadbalancing", region, day, $"{mark}{account}_elasticloadbalancing_{region}_{name}_{stamp}{at}_{chance}.log.gz");
    }
}

/// <summary>Lines on their way to a file; whoever has written or lost them gives the room back.</summary>
internal sealed class LogChunk(LogFile file, int room)
{
    public LogFile File => file;

    public byte[] Bytes { get; private set; } = ArrayPool<byte>.Shared.Rent(room);

    public int Length { get; set; }

    public void GiveBack()
    {
        ArrayPool<byte>.Shared.Return(Bytes);
        (Bytes, Length) = ([], 0);
    }
}
