using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Haneul.Model;

namespace Haneul.Flows;

/// <summary>
/// Buckets as directories below the data directory: flow logs for S3 become files there, named as AWS names them. All of them together have so many bytes at most; then the oldest go.
/// https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-path.html
/// </summary>
internal sealed class FlowFiles(string directory, long mostBytes = FlowFiles.MostBytes)
{
    public const long MostBytes = 256 * 1024 * 1024;

    private const string ArnStart = "arn:aws:s3:::";

    /// <summary>Writes the lines as one compressed file with the fields' names above.</summary>
    public void Write(FlowLog log, Place place, IReadOnlyList<string> fields, IReadOnlyList<string> lines, DateTimeOffset now)
    {
        var path = PathOf(log, place, lines, now);
        Directory.CreateDirectory(Path.GetDirectoryName(path) ?? directory);
        using (var file = new GZipStream(File.Create(path + ".new"), CompressionLevel.Fastest))
        {
            file.Write(Encoding.ASCII.GetBytes(string.Join('\n', [string.Join(' ', fields), .. lines, ""])));
        }
        File.Move(path + ".new", path, overwrite: true);
        Shrink();
    }

    /// <summary>Where the bucket and prefix of a destination lie; null where the destination would lie elsewhere.</summary>
    internal string? PlaceOf(string destination)
    {
        if (!destination.StartsWith(ArnStart, StringComparison.Ordinal)) return null;
        var parts = destination[ArnStart.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 0 || parts.Any(p => p is "." or ".." || p.Contains('\0')) ? null : Path.Combine([directory, .. parts]);
    }

    private string PathOf(FlowLog log, Place place, IReadOnlyList<string> lines, DateTimeOffset now)
    {
        var start = PlaceOf(log.Destination) ?? throw new IOException($"{log.Destination} is no place for files");
        var (year, month, day, hour) = (At("yyyy"), At("MM"), At("dd"), At("HH"));
        List<string> folders = log.HiveCompatiblePartitions
            ? [$"aws-account-id={place.Account}", "aws-service=vpcflowlogs", $"aws-region={place.Region}", $"year={year}", $"month={month}", $"day={day}"]
            : [place.Account, "vpcflowlogs", place.Region, year, month, day];
        if (log.PerHourPartition) folders.Add(log.HiveCompatiblePartitions ? $"hour={hour}" : hour);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines) + now.Ticks)))[..8];
        return Path.Combine([start, "AWSLogs", .. folders, $"{place.Account}_vpcflowlogs_{place.Region}_{log.Id}_{At("yyyyMMdd'T'HHmm'Z'")}_{hash}.log.gz"]);

        string At(string format) => now.ToUniversalTime().ToString(format, CultureInfo.InvariantCulture);
    }

    private void Shrink()
    {
        var files = new DirectoryInfo(directory).EnumerateFiles("*", SearchOption.AllDirectories).OrderByDescending(f => f.LastWriteTimeUtc).ToList();
        long bytes = 0;
        foreach (var file in files)
        {
            bytes += file.Length;
            if (bytes > mostBytes) file.Delete();
        }
    }
}
