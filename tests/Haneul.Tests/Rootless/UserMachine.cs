using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Haneul.Kernel;
using Haneul.Tests.Tools;

namespace Haneul.Tests.Rootless;

/// <summary>
/// A machine without a way out (a network namespace of its own), and on it a normal user who runs Haneul: one to whom the administrator lent user numbers, made for the test and removed after it, or one that the machine does not even know by name.
/// </summary>
internal sealed class UserMachine : IAsyncDisposable
{
    /// <summary>Where no distribution gives numbers to anybody.</summary>
    private const uint Strangers = 1_800_000_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process machine;
    private readonly string? name;
    private readonly uint user;
    private readonly uint? lent;
    private readonly string home = Directory.CreateTempSubdirectory("haneul-user-").FullName;

    private UserMachine(Process machine, string? name, uint user, uint? lent) => (this.machine, this.name, this.user, this.lent) = (machine, name, user, lent);

    public string Data => Path.Combine(home, "data");

    /// <summary>Below it lies what must not survive the machine's restart.</summary>
    public string Run => Path.Combine(home, "run");

    public string Endpoint => "http://127.0.0.1:4566";

    public int Pid => JsonDocument.Parse(File.ReadAllText(Path.Combine(Data, "daemon.json"))).RootElement.GetProperty("pid").GetInt32();

    /// <summary>The process that keeps the namespaces.</summary>
    public int Keeper => int.Parse(File.ReadAllText(Directory.EnumerateFiles(Run, "keeper", SearchOption.AllDirectories).Single()).Split(' ')[0], CultureInfo.InvariantCulture);

    /// <param name="hasNumbers">The user may hand out user numbers.</param>
    public static async Task<UserMachine> StartAsync(bool hasNumbers)
    {
        var tag = Convert.ToHexStringLower(BitConverter.GetBytes(Random.Shared.Next()));
        var name = hasNumbers ? $"hn{tag}" : null;
        if (name is not null) (await Ran.Of("useradd", ["--no-create-home", "--home-dir", "/nonexistent", "--shell", "/bin/sh", name])).Good();
        var user = name is null ? Strangers + (uint)Environment.ProcessId : uint.Parse((await Ran.Of("id", ["-u", name])).Good(), CultureInfo.InvariantCulture);
        var lent = name is null ? null : UserNumbers.Lent(await File.ReadAllLinesAsync("/etc/subuid"), name, user);
        // The process that keeps the namespace: it ends with its standard input.
        var machine = Process.Start(new ProcessStartInfo("unshare", ["--net", "sh", "-c", "ip link set lo up && echo there && exec cat"]) { RedirectStandardInput = true, RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("unshare did not start");
        await machine.StandardOutput.ReadLineAsync();
        var made = new UserMachine(machine, name, user, lent);
        Directory.CreateDirectory(made.Run);
        foreach (var directory in new[] { made.home, made.Run }) FileTree.Give(directory, user, user);
        return made;
    }

    /// <summary>Runs a program as the user, with nothing of this process's environment.</summary>
    public Task<Ran> RunAsync(string program, IEnumerable<string> arguments, string? input = null) =>
        Ran.Of("nsenter", Inside([program, .. arguments]), null, home, input);

    public Task<Ran> HaneulAsync(params string[] arguments) => RunAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, "haneul.dll"), .. arguments]);

    /// <summary>Starts the daemon, or starts it again, and waits until its network is there.</summary>
    /// <param name="before">Words before the command line.</param>
    public async Task UpAsync(params string[] before)
    {
        string[] command = [.. before, "dotnet", Path.Combine(AppContext.BaseDirectory, "haneul.dll"), "up", "--detach", "--mode", "kernel", "--data", Data];
        (await RunAsync(command[0], command[1..])).Good();
        (await RunAsync("curl", ["-sS", "--fail", "-X", "POST", "--max-time", "50", $"{Endpoint}/_haneul/settle"])).Good();
    }

    /// <summary>What a command line says in a host, or on the machine at its place on the emulated internet.</summary>
    public async Task<string> SaidInAsync(string host, string command, params string[] options) =>
        (await HaneulAsync(["exec", host, "--data", Data, .. options, "--", "sh", "-c", command])).Good().Trim();

    /// <summary>Ends processes at once, as a crash does.</summary>
    public static async Task KillAsync(params int[] pids)
    {
        foreach (var pid in pids)
        {
            using var process = Process.GetProcessById(pid);
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    /// <summary>The processes that run under the user's number or one of those that were lent: number and command.</summary>
    public IReadOnlyList<string> Processes()
    {
        var found = new List<string>();
        foreach (var directory in Directory.EnumerateDirectories("/proc").Where(d => char.IsAsciiDigit(d[^1])))
        {
            try
            {
                var status = File.ReadAllLines(Path.Combine(directory, "status"));
                var owner = uint.Parse(status.First(l => l.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1], CultureInfo.InvariantCulture);
                // One that has ended and whose parent does not care is none.
                if (status.Any(l => l.StartsWith("State:\tZ", StringComparison.Ordinal))) continue;
                if (owner == user || owner >= lent && owner < lent + UserNumbers.Wanted) found.Add($"{Path.GetFileName(directory)} {File.ReadAllText(Path.Combine(directory, "cmdline")).Replace('\0', ' ')}");
            }
            catch (IOException)
            {
                // It has ended meanwhile.
            }
        }
        return found;
    }

    /// <summary>The files that the user left.</summary>
    public IReadOnlyList<string> Files() => [.. Directory.EnumerateFiles(home, "*", SearchOption.AllDirectories)];

    /// <summary>Waits until something is so.</summary>
    public static async Task UntilAsync(Func<bool> so, Func<string> what)
    {
        var late = DateTime.UtcNow + Patience;
        while (!so())
        {
            if (DateTime.UtcNow > late) throw new Xunit.Sdk.XunitException(what());
            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // What a failed test left; a daemon makes hosts again as long as it lives.
        var late = DateTime.UtcNow + Patience;
        while (Processes() is { Count: > 0 } left)
        {
            if (DateTime.UtcNow > late) throw new InvalidOperationException($"These do not end:\n{string.Join('\n', left)}");
            await Ran.Of("kill", ["-9", .. left.Select(p => p.Split(' ')[0])]);
            await Task.Delay(20);
        }
        machine.StandardInput.Close();
        await machine.WaitForExitAsync();
        machine.Dispose();
        if (name is not null) (await Ran.Of("userdel", [name])).Good();
        Directory.Delete(home, recursive: true);
    }

    private IEnumerable<string> Inside(IEnumerable<string> command) =>
    [
        $"--net=/proc/{machine.Id}/ns/net", "--", "setpriv", $"--reuid={user}", $"--regid={user}", "--clear-groups", "--",
        "env", "-i", $"PATH={Environment.GetEnvironmentVariable("PATH")}", $"DOTNET_ROOT={Environment.GetEnvironmentVariable("DOTNET_ROOT")}", $"HOME={home}", $"XDG_RUNTIME_DIR={Run}", "TERM=dumb", "NO_PROXY=*", .. command,
    ];
}
