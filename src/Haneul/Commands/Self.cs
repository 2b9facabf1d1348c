using System.Diagnostics;

namespace Haneul.Commands;

/// <summary>This executable, to be started again with other arguments.</summary>
internal static class Self
{
    /// <summary>How the person called it, for advice that can be copied: the run script tells.</summary>
    public static string Name { get; } = Environment.GetEnvironmentVariable("HANEUL_COMMAND") is { Length: > 0 } name ? name : "haneul";

    public static (string File, IReadOnlyList<string> Arguments) Command(params IReadOnlyList<string> arguments)
    {
        var self = Environment.ProcessPath ?? throw new InvalidOperationException("The process has no path");
        return Path.GetFileNameWithoutExtension(self) == "dotnet" ? (self, [typeof(Self).Assembly.Location, .. arguments]) : (self, arguments);
    }

    public static ProcessStartInfo StartInfo(params IReadOnlyList<string> arguments)
    {
        var (file, all) = Command(arguments);
        return new ProcessStartInfo(file, all);
    }
}
