using System.Globalization;
using System.Xml.Linq;

namespace Haneul.Checks;

/// <summary>Checks as JUnit XML, which continuous integration shows as tests: a suite for the file, a case for each check. https://github.com/testmoapp/junitxml describes what readers agree on.</summary>
internal static class JUnit
{
    public static XDocument Of(CheckReport report, string file)
    {
        var (failures, errors) = (report.Checks.Count(c => c.Fault is null && !c.Passed), report.Checks.Count(c => c.Fault is not null));
        var counts = new object[] { new XAttribute("tests", report.Checks.Count), new XAttribute("failures", failures), new XAttribute("errors", errors) };
        return new XDocument(
            new XElement("testsuites", counts,
                new XElement("testsuite", new XAttribute("name", file), counts, report.Checks.Select(c => Case(c, file)))));
    }

    private static XElement Case(CheckOutcome outcome, string file) => new(
        "testcase",
        new XAttribute("classname", Path.GetFileNameWithoutExtension(file)), new XAttribute("name", outcome.Check.Name),
        new XAttribute("file", file), new XAttribute("line", outcome.Check.Line.ToString(CultureInfo.InvariantCulture)),
        outcome.Fault is { } fault ? new XElement("error", new XAttribute("message", fault)) : null,
        outcome.Failed + outcome.Differing == 0 ? null : new XElement(
            "failure",
            new XAttribute("message", $"{outcome.Failed} of {outcome.Paths.Count} paths are not as expected{(outcome.Differing > 0 ? $", and on {outcome.Differing} a real packet did not go as predicted" : "")}"),
            string.Join('\n', outcome.Failures.SelectMany(f => CheckPage.Tell(outcome.Check, f)))));
}
