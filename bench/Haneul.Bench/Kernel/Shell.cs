using System.Diagnostics;

namespace Haneul.Bench.Kernel;

/// <summary>Programs that stand beside Haneul in a measurement.</summary>
internal static class Shell
{
    /// <summary>Runs a program that must succeed; what it printed.</summary>
    public static string Run(string program, params IReadOnlyList<string> arguments) => Feed(program, arguments, null);

    /// <summary>As <see cref="Run"/>, with something to read.</summary>
    public static string Feed(string program, IReadOnlyList<string> arguments, string? input)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException($"{program} does not start");
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        process.StandardInput.Write(input ?? "");
        process.StandardInput.Close();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {errors.GetAwaiter().GetResult()}");
        return output.GetAwaiter().GetResult();
    }

    /// <summary>ip(8), one command.</summary>
    public static void Ip(string command) => Run("ip", command.Split(' '));
}
