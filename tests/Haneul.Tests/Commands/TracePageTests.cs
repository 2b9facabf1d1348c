using Haneul.Fabric;
using Haneul.Output;
using Haneul.Tests.Fabric;
using Haneul.Tests.Tools;
using Haneul.Tracing;
using Xunit;

namespace Haneul.Tests.Commands;

/// <summary>What people read, over all scenarios of the tracer.</summary>
public sealed class TracePageTests
{
    public static TheoryData<string> Names => ScenarioTests.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void A_page_tells_the_verdict_every_blocker_and_what_would_open_it(string scenario)
    {
        foreach (var (report, page) in Pages(scenario))
        {
            Assert.StartsWith(report.Reachable ? "● reachable" : "● blocked", page, StringComparison.Ordinal);
            Assert.All(report.Blockers, b => Assert.Contains(b.Code, page, StringComparison.Ordinal));
            Assert.Equal(report.Blockers.Count, page.Split("opens: ").Length - 1);
            Assert.Equal(report.Blockers.Any(b => b.Hypothetical) || report.Forward.Concat(report.Return).Any(h => h.Steps.Any(s => s.Hypothetical)), page.Contains("hypothetical", StringComparison.Ordinal));
            Assert.DoesNotContain(Meanings.Of("?"), page, StringComparison.Ordinal);
            Assert.DoesNotContain("  ✓ passes", page, StringComparison.Ordinal);
        }
    }

    private static IEnumerable<(TraceReport Report, string Page)> Pages(string scenario)
    {
        var folder = Repository.At("tests", "Haneul.Tests", "Fabric", "Scenarios", scenario);
        var world = WorldText.Read(File.ReadAllText(Path.Combine(folder, "world.txt")));
        var network = Lowering.Lower(world);
        foreach (var question in ScenarioTests.QuestionsOf(folder))
        {
            var report = new TraceTeller(new Objects(world), Tracer.Trace(network, question)).Tell("model");
            var writer = new StringWriter { NewLine = "\n" };
            TracePage.Show(Page.Plain(writer), report);
            yield return (report, writer.ToString());
        }
    }
}
