using System.Diagnostics;
using System.Text;

namespace Haneul.Tests.Tools;

/// <summary>A program that ran to its end: exit code and what it printed.</summary>
internal sealed record Ran(string Command, int Exit, string Out, string Error)
{
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>Runs a program with an environment of its own on top of this process's; one that does not end in time is killed and fails the test.</summary>
    public static async Task<Ran> Of(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? directory = null, string? input = null, TimeSpan? limit = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            StandardOutputEncoding = Encoding.UTF8,
            WorkingDirectory = directory ?? Directory.GetCurrentDirectory(),
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        var command = $"{Path.GetFileName(program)} {string.Join(' ', start.ArgumentList)}";
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        using var late = new CancellationTokenSource(limit ?? Limit);
        try
        {
            var written = process.StandardOutput.ReadToEndAsync(late.Token);
            var complained = process.StandardError.ReadToEndAsync(late.Token);
            await process.StandardInput.WriteAsync((input ?? "").AsMemory(), late.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(late.Token);
            return new Ran(command, process.ExitCode, await written, await complained);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{command} did not end within {limit ?? Limit}");
        }
    }

    /// <summary>What it printed; a failure fails the test with everything it said.</summary>
    public string Good() => Exit == 0 ? Out : throw new Xunit.Sdk.XunitException($"{Command} ended with {Exit}\n{Out}\n{Error}");
}
