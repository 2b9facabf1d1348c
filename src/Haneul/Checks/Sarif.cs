using System.Text.Json.Nodes;
using Haneul.Daemon;

namespace Haneul.Checks;

/// <summary>Checks as SARIF 2.1.0, which code hosts show beside the lines of the file. https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html</summary>
internal static class Sarif
{
    private const string Reachable = "expected-reachable", Blocked = "expected-blocked", NotAsked = "not-asked", NotAsPredicted = "not-as-predicted";

    public static JsonObject Of(CheckReport report, string file) => new()
    {
        ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
        ["version"] = "2.1.0",
        ["runs"] = new JsonArray(new JsonObject
        {
            ["tool"] = new JsonObject
            {
                ["driver"] = new JsonObject
                {
                    ["name"] = "Haneul",
                    ["version"] = OwnCalls.Version,
                    ["rules"] = new JsonArray(
                        Rule(Reachable, "A path that is expected to be open is not"), Rule(Blocked, "A path that is expected to be closed is open"), Rule(NotAsked, "A check could not be asked"), Rule(NotAsPredicted, "A real packet did not go as predicted")),
                },
            },
            ["results"] = new JsonArray([.. report.Checks.SelectMany(c => Results(c, file))]),
        }),
    };

    private static JsonObject Rule(string id, string told) => new() { ["id"] = id, ["shortDescription"] = new JsonObject { ["text"] = told } };

    private static IEnumerable<JsonObject> Results(CheckOutcome outcome, string file)
    {
        if (outcome.Fault is { } fault) yield return Result(NotAsked, $"{outcome.Check.Name}: {fault}", outcome.Check, file);
        foreach (var failure in outcome.Failures)
        {
            yield return Result(failure.Differs is not null ? NotAsPredicted : outcome.Check.Reachable ? Reachable : Blocked, string.Join('\n', CheckPage.Tell(outcome.Check, failure)), outcome.Check, file);
        }
    }

    private static JsonObject Result(string rule, string message, Check check, string file) => new()
    {
        ["ruleId"] = rule,
        ["level"] = "error",
        ["message"] = new JsonObject { ["text"] = message },
        ["locations"] = new JsonArray(new JsonObject
        {
            ["physicalLocation"] = new JsonObject
            {
                ["artifactLocation"] = new JsonObject { ["uri"] = file.Replace('\\', '/') },
                ["region"] = new JsonObject { ["startLine"] = check.Line },
            },
        }),
    };
}
