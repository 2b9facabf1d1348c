using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Haneul.Bench;

/// <summary>A server under measurement, started as a child process on a free port of loopback and ended with its data afterwards.</summary>
internal sealed class Peer : IDisposable
{
    private Peer(string name, Process process, string endpoint, string data, TimeSpan readyAfter)
    {
        (Name, Process, Endpoint, Data, ReadyAfter) = (name, process, endpoint, data, readyAfter);
    }

    public string Name { get; }

    public string Endpoint { get; }

    /// <summary>Its data directory.</summary>
    public string Data { get; }

    /// <summary>From starting the process to its first answer.</summary>
    public TimeSpan ReadyAfter { get; }

    /// <summary>Resident memory now.</summary>
    public double Mebibytes => double.Parse(File.ReadLines($"/proc/{Process.Id}/status").First(l => l.StartsWith("VmRSS", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) / 1024;

    /// <summary>Processor time that it used so far.</summary>
    public double CpuSeconds => Process.TotalProcessorTime.TotalSeconds;

    private Process Process { get; }

    public static string Root { get; } = FindRoot();

    public static string Executable => Path.Combine(Root, "out", "current", "haneul");

    /// <summary>Haneul in model mode, where the options say nothing else.</summary>
    public static async Task<Peer> HaneulAsync(params string[] options)
    {
        var exe = Executable;
        if (!File.Exists(exe)) throw new FileNotFoundException("Build it first: ./haneul --version", exe);
        var data = Directory.CreateTempSubdirectory("haneul-bench-").FullName;
        return await StartAsync("haneul", exe, ["up", "--data", data, .. options is [] ? ["--mode", "model"] : options], data);
    }

    /// <summary>moto's server, where a python3 of the machine has it.</summary>
    public static async Task<Peer?> MotoAsync()
    {
        using var probe = Process.Start(new ProcessStartInfo("python3", ["-c", "import moto.server"]) { RedirectStandardError = true });
        await (probe?.WaitForExitAsync() ?? Task.CompletedTask);
        if (probe is not { ExitCode: 0 }) return null;
        return await StartAsync("moto", "python3", ["-m", "moto.server", "-H", "127.0.0.1"], Directory.CreateTempSubdirectory("moto-bench-").FullName, portFlag: "-p");
    }

    public void Dispose()
    {
        Process.Kill(entireProcessTree: true);
        Process.WaitForExit();
        Process.Dispose();
        Directory.Delete(Data, recursive: true);
    }

    private static async Task<Peer> StartAsync(string name, string exe, string[] args, string data, string portFlag = "--port")
    {
        var port = FreePort();
        var clock = Stopwatch.StartNew();
        var process = Process.Start(new ProcessStartInfo(exe, [.. args, portFlag, $"{port}"]) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException($"{exe} does not start");
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var endpoint = $"http://127.0.0.1:{port}";
        using var client = new Ec2Client(endpoint);
        while (clock.Elapsed < TimeSpan.FromSeconds(60))
        {
            try
            {
                await client.CallAsync("DescribeVpcs");
                return new Peer(name, process, endpoint, data, clock.Elapsed);
            }
            catch (HttpRequestException)
            {
                await Task.Delay(1);
            }
        }
        throw new TimeoutException($"{name} did not answer");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string FindRoot()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "Haneul.slnx"))) at = at.Parent;
        return at?.FullName ?? throw new DirectoryNotFoundException("The benchmark runs inside the repository");
    }
}
