using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Haneul.Model;

namespace Haneul.Flows;

/// <summary>
/// Buckets as directories below the data directory: flow logs for S3 become files there, named as AWS names them. All of them together have so many bytes at most; then the oldest go. What else lies there (trust bundles, balancers' logs, people's own files) is neither counted nor touched.
/// https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-path.html
/// </summary>
internal sealed partial class FlowFiles(string directory, long mostBytes = FlowFiles.MostBytes)
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
        var files = new DirectoryInfo(directory).EnumerateFiles("*_vpcflowlogs_*", SearchOption.AllDirectories).Where(IsOurs).OrderByDescending(f => f.LastWriteTimeUtc).ToList();
        long bytes = 0;
        foreach (var file in files)
        {
            bytes += file.Length;
            if (bytes > mostBytes) file.Delete();
        }
    }

    /// <summary>Named and placed as <see cref="PathOf"/> does it; also one that a daemon was killed over.</summary>
    private bool IsOurs(FileInfo file) => OwnPath().IsMatch(Path.GetRelativePath(directory, file.FullName));

    [GeneratedRegex(@"^[^/]+/(.+/)?AWSLogs/(aws-account-id=)?(?<account>\d{12})/(aws-service=)?vpcflowlogs/(aws-region=)?(?<region>[a-z0-9-]+)/(year=)?\d{4}/(month=)?\d{2}/(day=)?\d{2}/((hour=)?\d{2}/)?\k<account>_vpcflowlogs_\k<region>_fl-[0-9a-z]+_\d{8}T\d{4}Z_[0-9a-f]{8}\.log\.gz(\.new)?$", RegexOptions.CultureInvariant)]
    private static partial Regex OwnPath();
}
