using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Haneul.Tests.Tidy;

public sealed partial class ProjectTests
{
    /// <summary>Who may refer to whom. A project that is not here is added with its first code.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Haneul.Model"] = [],
        ["Haneul.Fabric"] = ["Haneul.Model"],
        ["Haneul.Kernel"] = ["Haneul.Model", "Haneul.Fabric"],
        ["Haneul.Io"] = [],
        ["Haneul.Api"] = ["Haneul.Model", "Haneul.Fabric"],
        ["Haneul.Balancer"] = ["Haneul.Model", "Haneul.Fabric", "Haneul.Io"],
        ["Haneul.Dns"] = ["Haneul.Model", "Haneul.Io"],
        ["Haneul.Acme"] = ["Haneul.Model", "Haneul.Io"],
    };

    /// <summary>These see everything: the executable wires things together, tests and benchmarks look at all of it.</summary>
    private static readonly string[] SeeAll = ["Haneul", "Haneul.Tests", "Haneul.Bench"];

    [Fact]
    public void Projects_refer_only_in_the_direction_of_the_architecture()
    {
        var wrong = from project in SourceTree.Projects
                    let name = Path.GetFileNameWithoutExtension(project)
                    where !SeeAll.Contains(name)
                    from target in References(project)
                    where !Allowed.GetValueOrDefault(name, []).Contains(target)
                    select $"{name} -> {target}: {WhyNot(name, target)}";
        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_project_has_a_place_in_the_directions_of_reference() => Assert.All(
        SourceTree.Projects.Select(project => Path.GetFileNameWithoutExtension(project)),
        name => Assert.Contains(name, Allowed.Keys.Concat(SeeAll)));

    [Fact]
    public void Every_project_is_in_the_solution_and_the_solution_names_no_other() => Assert.Equal(
        SourceTree.Projects.Order(),
        SourceTree.Xml("Haneul.slnx").Descendants("Project").Select(project => Attribute(project, "Path")).Order());

    [Fact]
    public void Model_and_Fabric_are_held_pure_by_the_banned_api_analyzer()
    {
        foreach (var name in new[] { "Haneul.Model", "Haneul.Fabric" })
        {
            var project = SourceTree.Xml($"src/{name}/{name}.csproj");
            Assert.Contains(project.Descendants("PackageReference"), item => Attribute(item, "Include") == "Microsoft.CodeAnalysis.BannedApiAnalyzers");
            Assert.Contains(project.Descendants("AdditionalFiles"), item => Attribute(item, "Include").EndsWith("BannedSymbols.txt", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Package_versions_are_exact_and_written_in_one_place()
    {
        var loose = SourceTree.Xml("Directory.Packages.props").Descendants("PackageVersion")
            .Where(item => !ExactVersion().IsMatch(Attribute(item, "Version")))
            .Select(item => item.ToString());
        var elsewhere = from project in SourceTree.Projects
                        from item in SourceTree.Xml(project).Descendants("PackageReference")
                        where item.Attribute("Version") is not null || item.Attribute("VersionOverride") is not null
                        select $"{project}: {item}";
        Assert.Empty(loose.Concat(elsewhere));
    }

    [Fact]
    public void Every_project_has_a_lock_file_that_names_no_package_source() => Assert.All(SourceTree.Projects, project =>
    {
        var path = $"{Path.GetDirectoryName(project)}/packages.lock.json";
        Assert.True(SourceTree.Exists(path), $"{path} is missing: run dotnet restore and commit it");
        Assert.DoesNotContain("://", SourceTree.Read(path));
    });

    [Fact]
    public void The_architecture_names_the_projects_that_exist()
    {
        if (!SourceTree.Exists("ARCHITECTURE.md")) return;
        var named = ProjectRow().Matches(SourceTree.Read("ARCHITECTURE.md")).Select(row => row.Groups[1].Value).Order();
        Assert.Equal(SourceTree.Projects.Select(Path.GetFileNameWithoutExtension).OfType<string>().Order(), named);
    }

    private static IEnumerable<string> References(string project) => SourceTree.Xml(project)
        .Descendants("ProjectReference")
        .Select(item => Path.GetFileNameWithoutExtension(Attribute(item, "Include").Replace('\\', '/')));

    private static string WhyNot(string from, string to) => (from, to) switch
    {
        (_, "Haneul" or "Haneul.Tests" or "Haneul.Bench") => "the executable wires things together, so nothing may know it",
        ("Haneul.Model", _) => "the model is values that everything else speaks of, so it knows nothing else",
        ("Haneul.Fabric", "Haneul.Api") => "the fabric is the same network whoever described it; front ends lower into it",
        ("Haneul.Fabric", _) => "the fabric is pure and read by every back end, so it knows none of them",
        ("Haneul.Api", "Haneul.Kernel") => "the API must work where there is no kernel to configure; observations come in through IObservations",
        ("Haneul.Api", _) => "the API changes the world and asks the fabric; data planes follow the published world",
        ("Haneul.Io", _) => "Io is the leaf that moves bytes; who decides stands above it",
        (_, "Haneul.Kernel") => "only the executable applies plans to the kernel; data planes get their sockets handed in",
        _ => "the architecture draws no such arrow: add it there and here, with its reason",
    };

    private static string Attribute(XElement item, string name) => item.Attribute(name)?.Value ?? "";

    [GeneratedRegex(@"^\d+\.\d+\.\d+(\.\d+)?(-[0-9A-Za-z.]+)?$")]
    private static partial Regex ExactVersion();

    [GeneratedRegex(@"^\| `(Haneul[A-Za-z.]*)` \|", RegexOptions.Multiline)]
    private static partial Regex ProjectRow();
}
