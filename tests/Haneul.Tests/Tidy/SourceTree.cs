using System.Diagnostics;
using System.Xml.Linq;
using Haneul.Tests.Tools;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Haneul.Tests.Tidy;

/// <summary>The sources as they lie on disk: what git tracks or would track, and each C# file parsed once.</summary>
internal static class SourceTree
{
    public static string Root => Repository.Root;

    /// <summary>Paths below the root, of tracked files and of new ones that are not ignored.</summary>
    public static IReadOnlyList<string> Files { get; } = ListFiles();

    public static IEnumerable<string> Projects => Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal));

    public static IReadOnlyList<(string Path, SyntaxTree Tree)> Sources { get; } = Files
        .Where(file => file.EndsWith(".cs", StringComparison.Ordinal))
        .AsParallel().AsOrdered()
        .Select(file => (file, CSharpSyntaxTree.ParseText(Read(file))))
        .ToList();

    public static bool Exists(string path) => File.Exists(Path.Combine(Root, path));

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static XDocument Xml(string path) => XDocument.Load(Path.Combine(Root, path));

    /// <summary>`path:line`, as editors open it.</summary>
    public static string Place(string path, SyntaxNodeOrToken at) => $"{path}:{LineOf(at)}";

    public static int LineOf(SyntaxNodeOrToken at) => (at.GetLocation()?.GetLineSpan().StartLinePosition.Line ?? 0) + 1;

    private static IReadOnlyList<string> ListFiles()
    {
        var start = new ProcessStartInfo("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
        };
        using var git = Process.Start(start) ?? throw new InvalidOperationException("git did not start");
        var listed = git.StandardOutput.ReadToEnd().Split('\0', StringSplitOptions.RemoveEmptyEntries);
        git.WaitForExit();
        return git.ExitCode == 0
            ? listed.Distinct().Where(Exists).Order(StringComparer.Ordinal).ToList()
            : throw new InvalidOperationException($"git ls-files failed in {Root}");
    }
}
