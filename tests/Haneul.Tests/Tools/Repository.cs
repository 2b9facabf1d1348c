namespace Haneul.Tests.Tools;

/// <summary>The source tree that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>A file or folder of the tree.</summary>
    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Haneul.slnx"))) return at.FullName;
        }
        throw new InvalidOperationException($"No Haneul.slnx above {AppContext.BaseDirectory}");
    }
}
