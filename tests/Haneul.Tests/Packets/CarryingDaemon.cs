using System.Diagnostics;
using System.Text.Json;
using Haneul.Tests.Tools;

namespace Haneul.Tests.Packets;

/// <summary>
/// A Haneul that carries packets, in a network namespace of its own that stands for the user's machine and has no way out: no packet for an emulated address can leave. Its clients run there as well.
/// </summary>
internal sealed class CarryingDaemon : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30), StopLimit = TimeSpan.FromSeconds(60);
    private const string ReadyLine = "Haneul is ready on ";

    private readonly Process machine;
    private Process? daemon;
    private Boto3? boto3;

    private readonly bool isGuest;
    private readonly int port;

    private CarryingDaemon(Process machine, bool isGuest, int port) => (this.machine, this.isGuest, this.port) = (machine, isGuest, port);

    public string Data { get; } = Directory.CreateTempSubdirectory("haneul-test-").FullName;

    /// <summary>The same after each start: nobody else is on the machine that the namespace stands for.</summary>
    public string Endpoint => $"http://127.0.0.1:{port}";

    public int Pid => daemon?.Id ?? throw new InvalidOperationException("The daemon does not run");

    /// <summary>What AWS clients need.</summary>
    public Dictionary<string, string> Environment => new()
    {
        ["AWS_ENDPOINT_URL"] = Endpoint, ["AWS_ACCESS_KEY_ID"] = "test", ["AWS_SECRET_ACCESS_KEY"] = "test", ["AWS_REGION"] = "ap-northeast-2", ["AWS_DEFAULT_REGION"] = "ap-northeast-2",
        ["AWS_EC2_METADATA_DISABLED"] = "true", ["AWS_CONFIG_FILE"] = "/dev/null", ["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null", ["NO_PROXY"] = "*", ["HOME"] = Data, ["HANEUL_MODE"] = "kernel",
    };

    public static async Task<CarryingDaemon> StartAsync(params string[] options)
    {
        var carrying = await PrepareAsync();
        try
        {
            await carrying.StartAgainAsync(options);
            return carrying;
        }
        catch
        {
            await carrying.DisposeAsync();
            throw;
        }
    }

    /// <summary>The machine alone; nothing runs on it yet.</summary>
    public static async Task<CarryingDaemon> PrepareAsync()
    {
        // The process that keeps the namespace: it ends with its standard input.
        var machine = Process.Start(new ProcessStartInfo("unshare", ["--net", "sh", "-c", "ip link set lo up && echo there && exec cat"]) { RedirectStandardInput = true, RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("unshare did not start");
        await machine.StandardOutput.ReadLineAsync();
        return new CarryingDaemon(machine, isGuest: false, 4566);
    }

    /// <summary>Another one, with its own data, on the same machine; to be disposed of first.</summary>
    public CarryingDaemon Beside() => new(machine, isGuest: true, port + 1);

    /// <summary>Starts the daemon and ends it at once after a while, whether it was ready or not.</summary>
    public async Task StartAndKillAsync(TimeSpan after)
    {
        daemon = Launch([]);
        await Task.Delay(after);
        await KillAsync();
    }

    /// <summary>Starts the daemon, on the same data where it ran before.</summary>
    public async Task StartAgainAsync(params string[] options)
    {
        daemon = Launch(options);
        using var late = new CancellationTokenSource(StartLimit);
        while (await daemon.StandardOutput.ReadLineAsync(late.Token) is { } line)
        {
            if (!line.StartsWith(ReadyLine, StringComparison.Ordinal)) continue;
            Log = ReadAsync(daemon.StandardOutput.ReadToEndAsync(CancellationToken.None), daemon.StandardError.ReadToEndAsync(CancellationToken.None));
            return;
        }
        throw new InvalidOperationException($"The daemon ended before it was ready: {await daemon.StandardError.ReadToEndAsync(late.Token)}");
    }

    /// <summary>What the daemon logged, when it has ended.</summary>
    public Task<string> Log { get; private set; } = Task.FromResult("");

    /// <summary>Ends the daemon at once, as a crash does.</summary>
    public async Task KillAsync()
    {
        if (daemon is null) return;
        daemon.Kill();
        await daemon.WaitForExitAsync();
        daemon.Dispose();
        daemon = null;
    }

    /// <summary>Ends it as people do.</summary>
    public async Task DownAsync()
    {
        await HaneulAsync("down", "--data", Data);
        if (daemon is null) return;
        using var late = new CancellationTokenSource(StopLimit);
        await daemon.WaitForExitAsync(late.Token);
        daemon.Dispose();
        daemon = null;
    }

    /// <summary>Runs a program on the machine that the namespace stands for.</summary>
    public Task<Ran> RunAsync(string program, IEnumerable<string> arguments, string? input = null, TimeSpan? limit = null) =>
        Ran.Of("nsenter", [$"--net=/proc/{machine.Id}/ns/net", "--", program, .. arguments], Environment, Data, input, limit ?? TimeSpan.FromMinutes(1));

    public Task<Ran> HaneulAsync(params string[] arguments) => RunAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, "haneul.dll"), .. arguments]);

    /// <summary>Runs a command line in a host, as the user that people log in as.</summary>
    public Task<Ran> InAsync(string host, string command, string? user = null) =>
        HaneulAsync(["exec", host, "--data", Data, .. user is null ? Array.Empty<string>() : ["--user", user], "--", "sh", "-c", command]);

    /// <summary>A Python program with boto3; it prints JSON. What it defines is there for the next one.</summary>
    public Task<JsonElement> Boto3Async(string program)
    {
        boto3 ??= new Boto3(Inside(Tool.Python, ["-c", Boto3.Loop]));
        return boto3.RunAsync(Endpoint, program);
    }

    /// <summary>Waits until the kernel has what the API described.</summary>
    public Task<Ran> SettleAsync() => RunAsync("curl", ["-sS", "-X", "POST", "--max-time", "60", $"{Endpoint}/_haneul/settle"]);

    public async ValueTask DisposeAsync()
    {
        if (boto3 is not null) await boto3.DisposeAsync();
        if (daemon is not null)
        {
            await DownAsync();
        }
        if (!isGuest)
        {
            machine.StandardInput.Close();
            await machine.WaitForExitAsync();
            machine.Dispose();
        }
        Directory.Delete(Data, recursive: true);
    }

    private static async Task<string> ReadAsync(params Task<string>[] parts) => string.Concat(await Task.WhenAll(parts));

    private Process Launch(string[] options) =>
        Process.Start(Inside("dotnet", [Path.Combine(AppContext.BaseDirectory, "haneul.dll"), "up", "--mode", "kernel", "--port", $"{port}", "--data", Data, .. options])) ?? throw new InvalidOperationException("The daemon did not start");

    /// <summary>How a program is started on the machine that the namespace stands for.</summary>
    public ProcessStartInfo Inside(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("nsenter", [$"--net=/proc/{machine.Id}/ns/net", "--", program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Data };
        foreach (var (name, value) in Environment) start.Environment[name] = value;
        return start;
    }
}
