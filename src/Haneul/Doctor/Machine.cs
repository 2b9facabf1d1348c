using System.Diagnostics;
using System.Text.Json;
using Haneul.Commands;
using Haneul.Kernel;
using Haneul.Output;

namespace Haneul.Doctor;

/// <summary>This machine: may packets be carried here, and what stands in the way?</summary>
internal static class Machine
{
    /// <summary>How many instances are reckoned with, unless told.</summary>
    public const int UsualInstances = 100;

    private static readonly TimeSpan ChildLimit = TimeSpan.FromSeconds(20);

    /// <summary>Tries the kernel in namespaces of its own, and reads the machine's limits; changes nothing. Takes some milliseconds as root; as a user it starts this program once more, in a user namespace.</summary>
    /// <param name="data">Where the data is, or will be: the writable layers of instances must be possible there.</param>
    /// <param name="instances">How many instances are wanted.</param>
    public static MachineReport Probe(string data, int instances = UsualInstances)
    {
        if (!OperatingSystem.IsLinux()) return MachineReport.Of(new MachineFacts { IsLinux = false, Kernel = Environment.OSVersion.Platform.ToString(), Standing = Standing.None }, instances);
        var directory = Nearest(data);
        var facts = MachineReading.Read() with { OverlayDirectory = directory };
        return MachineReport.Of(facts.Standing is Standing.Root or Standing.UserNamespace ? facts with { Trials = KernelTrials.Run(directory) } : AsUser(facts, directory), instances);
    }

    /// <summary>The trials alone, for the child that <see cref="Probe"/> starts in a user namespace.</summary>
    public static void PrintTrials(string directory) => Json.Print(KernelTrials.Run(directory));

    private static MachineFacts AsUser(MachineFacts facts, string directory)
    {
        if (!facts.Programs.Contains("unshare")) return facts with { UserNamespaceProblem = "there is no program unshare to try it with" };
        var (self, arguments) = Self.Command(["doctor", "--trials", directory]);
        var start = new ProcessStartInfo("unshare", ["--user", "--map-root-user", "--net", "--mount", self, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var child = Process.Start(start) ?? throw new InvalidOperationException("unshare did not start");
        child.StandardInput.Close();
        var (output, errors) = (child.StandardOutput.ReadToEndAsync(), child.StandardError.ReadToEndAsync());
        if (!child.WaitForExit(ChildLimit))
        {
            child.Kill();
            return facts with { UserNamespaceProblem = $"the trial did not end within {ChildLimit.TotalSeconds} s" };
        }
        if (child.ExitCode != 0) return facts with { UserNamespaceProblem = errors.Result.Trim().Split('\n')[0] };
        return facts with { Standing = Standing.User, IsBoundRoot = false, Numbers = UserNumbers.Own(), FirstFreeNumber = UserNumbers.FirstFree(), UserName = Environment.UserName, Trials = JsonSerializer.Deserialize<KernelTrials>(output.Result, Json.Options) };
    }

    /// <summary>The directory, or the nearest above it that is there.</summary>
    private static string Nearest(string directory)
    {
        var path = Path.GetFullPath(directory);
        while (!Directory.Exists(path)) path = Path.GetDirectoryName(path) ?? "/";
        return path;
    }
}
