using System.Diagnostics;

namespace Haneul.Bench.Kernel;

/// <summary>
/// Network, mount and process namespaces of the benchmark's own (unshare(1)): no emulated address and no device is ever the machine's, and everything ends with the process, however it ends. Needs root.
/// </summary>
internal static class Room
{
    private const string Inside = "HANEUL_BENCH_ROOM";

    private const string Furnish = "mount -t tmpfs run /run && mkdir /run/netns && ip link set lo up && \"$@\"";

    /// <summary>Runs this program with the same arguments in a room; null: it is in one already.</summary>
    public static async Task<int?> EnterAsync(string[] args)
    {
        if (Environment.GetEnvironmentVariable(Inside) is not null) return null;
        if (!Environment.IsPrivilegedProcess) throw new InvalidOperationException("The kernel's benchmarks need root");
        var self = Environment.ProcessPath ?? throw new InvalidOperationException("This process has no path");
        string[] program = Path.GetFileNameWithoutExtension(self) == "dotnet" ? [self, Path.Combine(AppContext.BaseDirectory, "Haneul.Bench.dll")] : [self];
        string[] room = ["--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "--propagation", "private", "--", "sh", "-c", Furnish, "room"];
        var start = new ProcessStartInfo("unshare", [.. room, .. program, .. args]);
        start.Environment[Inside] = "1";
        using var process = Process.Start(start) ?? throw new InvalidOperationException("unshare does not start");
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
