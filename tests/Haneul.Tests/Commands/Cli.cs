using System.Diagnostics;
using System.Text.Json;

namespace Haneul.Tests.Commands;

/// <summary>Runs the real executable, as a person or a script does.</summary>
internal static class Cli
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static string Executable => Path.Combine(AppContext.BaseDirectory, "haneul.dll");

    public static ProcessStartInfo StartInfo(params IEnumerable<string> arguments)
    {
        var info = new ProcessStartInfo(Environment.ProcessPath is { } p && Path.GetFileNameWithoutExtension(p) == "dotnet" ? p : "dotnet", [Executable, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment.Remove("AWS_ENDPOINT_URL");
        return info;
    }

    public static Ran Run(params string[] arguments)
    {
        using var process = Process.Start(StartInfo(arguments)) ?? throw new InvalidOperationException("The executable did not start");
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"haneul {string.Join(' ', arguments)} ran longer than {Limit}");
        }
        return new Ran(process.ExitCode, output.Result, error.Result);
    }
}

/// <summary>How a run ended and what it printed.</summary>
internal sealed record Ran(int Status, string Output, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;
}
