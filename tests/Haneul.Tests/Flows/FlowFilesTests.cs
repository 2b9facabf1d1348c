using System.IO.Compression;
using Haneul.Flows;
using Haneul.Model;
using Xunit;

namespace Haneul.Tests.Flows;

public sealed class FlowFilesTests : IDisposable
{
    private static readonly Place Place = new("111122223333", "ap-northeast-2");
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 34, 56, TimeSpan.Zero);

    private readonly string directory = Directory.CreateTempSubdirectory("haneul-test-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public void A_file_has_the_fields_above_its_lines()
    {
        new FlowFiles(directory).Write(Log("arn:aws:s3:::b/p/") with { HiveCompatiblePartitions = true, PerHourPartition = true }, Place, ["srcaddr", "action"], ["10.0.0.1 ACCEPT", "10.0.0.2 REJECT"], Now);
        var file = Assert.Single(Directory.GetFiles(directory, "*", SearchOption.AllDirectories));
        Assert.StartsWith(
            "b/p/AWSLogs/aws-account-id=111122223333/aws-service=vpcflowlogs/aws-region=ap-northeast-2/year=2026/month=05/day=01/hour=12/111122223333_vpcflowlogs_ap-northeast-2_fl-1_20260501T1234Z_",
            Path.GetRelativePath(directory, file), StringComparison.Ordinal);
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        Assert.Equal("srcaddr action\n10.0.0.1 ACCEPT\n10.0.0.2 REJECT\n", reader.ReadToEnd());
    }

    [Theory]
    [InlineData("arn:aws:s3:::..")]
    [InlineData("arn:aws:s3:::b/../../../etc")]
    [InlineData("arn:aws:s3:::")]
    [InlineData("/etc")]
    public void No_destination_leads_out_of_the_directory(string destination)
    {
        Assert.Throws<IOException>(() => new FlowFiles(directory).Write(Log(destination), Place, ["srcaddr"], ["x"], Now));
        Assert.Empty(Directory.GetFileSystemEntries(directory));
    }

    [Fact]
    public void Beyond_so_many_bytes_the_oldest_files_go()
    {
        var files = new FlowFiles(directory, mostBytes: 1000);
        for (var i = 0; i < 30; i++)
        {
            files.Write(Log("arn:aws:s3:::b"), Place, ["srcaddr"], [$"{i}"], Now.AddMinutes(i));
            foreach (var file in Directory.GetFiles(directory, $"*{Now.AddMinutes(i):HHmm}Z*", SearchOption.AllDirectories)) File.SetLastWriteTimeUtc(file, Now.AddMinutes(i).UtcDateTime);
        }
        var left = Directory.GetFiles(directory, "*", SearchOption.AllDirectories);
        Assert.InRange(left.Sum(f => new FileInfo(f).Length), 500, 1000);
        Assert.Contains(left, f => f.Contains($"{Now.AddMinutes(29):HHmm}Z", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("b/bundle.pem")]
    [InlineData("b/AWSLogs/111122223333/elasticloadbalancing/ap-northeast-2/2026/05/01/111122223333_elasticloadbalancing_ap-northeast-2_app.shop.1_20260501T1235Z_10.0.0.1_1.log.gz")]
    [InlineData("b/111122223333_vpcflowlogs_ap-northeast-2_fl-1_20260501T1234Z_01234567.log.gz")]
    [InlineData("b/AWSLogs/111122223333/vpcflowlogs/ap-northeast-2/2026/05/01/notes_vpcflowlogs_.txt")]
    public void What_is_no_flow_log_is_neither_counted_nor_deleted(string other)
    {
        var path = Path.Combine(directory, other);
        Directory.CreateDirectory(Path.GetDirectoryName(path) ?? directory);
        File.WriteAllBytes(path, new byte[5000]);
        File.SetLastWriteTimeUtc(path, Now.AddYears(-1).UtcDateTime);
        var files = new FlowFiles(directory, mostBytes: 1000);
        files.Write(Log("arn:aws:s3:::b"), Place, ["srcaddr"], ["10.0.0.1"], Now);
        File.SetLastWriteTimeUtc(path, Now.AddYears(1).UtcDateTime);
        files.Write(Log("arn:aws:s3:::b/p") with { HiveCompatiblePartitions = true }, Place, ["srcaddr"], ["10.0.0.2"], Now);
        Assert.Equal(3, Directory.GetFiles(directory, "*", SearchOption.AllDirectories).Length);
        Assert.Equal(5000, new FileInfo(path).Length);
    }

    [Fact]
    public void What_a_daemon_was_killed_over_goes_too_and_every_layout_is_known()
    {
        var files = new FlowFiles(directory, mostBytes: 0);
        foreach (var (hive, hourly) in new[] { (false, false), (false, true), (true, false), (true, true) })
        {
            new FlowFiles(directory).Write(Log("arn:aws:s3:::b/p/q") with { HiveCompatiblePartitions = hive, PerHourPartition = hourly }, Place, ["srcaddr"], ["x"], Now);
            var file = Assert.Single(Directory.GetFiles(directory, "*", SearchOption.AllDirectories));
            File.Move(file, file + ".new");
            files.Write(Log("arn:aws:s3:::b"), Place, ["srcaddr"], ["y"], Now);
            Assert.Empty(Directory.GetFiles(directory, "*", SearchOption.AllDirectories));
        }
    }

    private static FlowLog Log(string destination) => new()
    {
        Id = new Id<FlowLog>("fl-1"), ResourceId = "vpc-1", TrafficType = "ALL", DestinationType = "s3", Destination = destination, CreateTime = Now,
    };
}
