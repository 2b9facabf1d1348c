using System.Text.Json;
using Haneul.Tests.Tools;

namespace Haneul.Tests.Commands;

/// <summary>Runs the real executable, as a person or a script does.</summary>
internal static class Cli
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    public static string Program => Path.Combine(AppContext.BaseDirectory, "haneul.dll");

    public static Task<Ran> RunAsync(params string[] arguments) => RunAsync(null, arguments);

    /// <summary>With an environment of its own; an endpoint that this process knows of is hidden.</summary>
    public static Task<Ran> RunAsync(IReadOnlyDictionary<string, string>? environment, params IEnumerable<string> arguments) =>
        Ran.Of("dotnet", [Program, .. arguments], new Dictionary<string, string>(environment ?? new Dictionary<string, string>()) { ["AWS_ENDPOINT_URL"] = "" }, limit: Limit);

    public static JsonElement Json(this Ran ran) => JsonDocument.Parse(ran.Out).RootElement;
}
