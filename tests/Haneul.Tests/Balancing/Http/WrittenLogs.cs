using System.IO.Compression;

namespace Haneul.Tests.Balancing;

/// <summary>A folder that stands for S3, removed at the end, and the logs that a balancer wrote there.</summary>
internal sealed class WrittenLogs : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("haneul-logs-").FullName;

    public string[] Files => Directory.GetFiles(Folder, "*", SearchOption.AllDirectories);

    public static async Task<List<string>> LinesAsync(string file)
    {
        await using var stream = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        using var reader = new StreamReader(stream);
        return [.. (await reader.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
