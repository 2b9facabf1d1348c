using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace Haneul.Bench.Balancer;

/// <summary>One of the balancers under comparison: its processes, their processor time and their memory.</summary>
internal sealed class ProxyProcess : IDisposable
{
    private readonly Process _process;

    public ProxyProcess(string name, int port, string program, string arguments, string? output = null)
    {
        (Name, Port) = (name, port);
        var shell = output is null ? $"exec {program} {arguments}" : $"exec {program} {arguments} > {output}";
        _process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", shell]) { RedirectStandardInput = true }) ?? throw new InvalidOperationException($"{program} did not start");
    }

    public string Name { get; }

    public int Port { get; }

    public async Task ReadyAsync()
    {
        for (var tries = 0; tries < 200; tries++)
        {
            using var socket = new TcpClient();
            try
            {
                await socket.ConnectAsync("127.0.0.1", Port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(50);
            }
        }
        throw new InvalidOperationException($"{Name} does not listen at {Port}");
    }

    /// <summary>Milliseconds of user and system time of the process and its children; ticks are 10 ms.</summary>
    public double CpuMs() => Tree().Sum(pid =>
    {
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) * 10.0;
    });

    /// <summary>Proportional share of memory, in kB.</summary>
    public long MemoryKb() => Tree().Sum(pid => File.ReadLines($"/proc/{pid}/smaps_rollup").Where(l => l.StartsWith("Pss:", StringComparison.Ordinal))
        .Sum(l => long.Parse(l.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture)));

    private List<int> Tree()
    {
        var tree = new List<int> { _process.Id };
        for (var i = 0; i < tree.Count; i++)
        {
            var children = File.ReadAllText($"/proc/{tree[i]}/task/{tree[i]}/children");
            tree.AddRange(children.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse));
        }
        return tree;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }
}
