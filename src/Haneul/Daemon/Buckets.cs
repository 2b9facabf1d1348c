namespace Haneul.Daemon;

/// <summary>Buckets as directories: what lies at <c>s3/BUCKET/KEY</c> below the data directory is an object.</summary>
internal sealed class Buckets(string dataDirectory)
{
    private readonly string root = Path.Combine(dataDirectory, "s3");

    /// <summary>An object's bytes; null where there is none, it cannot be read, it is larger than so much, or its name leads elsewhere.</summary>
    public byte[]? Read(string bucket, string key, int mostBytes)
    {
        string[] parts = [bucket, .. key.Split('/')];
        if (parts.Any(p => p.Length == 0 || p is "." or ".." || p.Contains('\0') || p.Contains(Path.DirectorySeparatorChar))) return null;
        var file = new FileInfo(Path.Combine([root, .. parts]));
        if (!file.Exists || file.LinkTarget is not null || file.Length > mostBytes) return null;
        try
        {
            return File.ReadAllBytes(file.FullName);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
