using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Haneul.Bench.Kernel;

namespace Haneul.Bench.Balancer;

/// <summary>A million connections to one application balancer; then rounds in which a tenth asks again and a tenth is closed and made anew. Memory must not grow from round to round. HANEUL_BENCH_CONNECTIONS makes it smaller. A million needs the right to open so many files (CAP_SYS_RESOURCE) and about 12 GB.</summary>
internal static class SoakBench
{
    /// <summary>Besides the connections.</summary>
    private const int OtherFiles = 1000;

    private const int Port = 18090, Target = 18081, FromOneAddress = 20_000;

    private static readonly byte[] Question = Encoding.ASCII.GetBytes("GET /1k HTTP/1.1\r\nHost: bench.test\r\n\r\n");

    public static async Task RunAsync()
    {
        var count = int.TryParse(Environment.GetEnvironmentVariable("HANEUL_BENCH_CONNECTIONS"), CultureInfo.InvariantCulture, out var wanted) ? wanted : 1_000_000;
        var files = $"--nofile={count + OtherFiles}:{count + OtherFiles}";
        Shell.Run("prlimit", "--pid", $"{Environment.ProcessId}", files);
        var folder = Directory.CreateTempSubdirectory("haneul-bench-").FullName;
        try
        {
            Directory.CreateDirectory($"{folder}/www");
            File.WriteAllText($"{folder}/www/1k", new string('x', 1024));
            Shell.Run("chmod", "755", folder);
            File.WriteAllText($"{folder}/targets.conf", PeerConfigs.Targets(folder, Target, Target + 1));
            using var target = new ProxyProcess("targets", Target, "nginx", $"-c {folder}/targets.conf");
            using var served = new ProxyProcess("haneul", Port, "prlimit", $"{files} {Environment.ProcessPath} balancer serve {Door.Plain} {Port} 1 {folder} {Target}");
            await target.ReadyAsync();
            await served.ReadyAsync();
            Soak(count, served);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Soak(int count, ProxyProcess served)
    {
        var answer = new byte[8192];
        var open = new Socket[count];
        var empty = served.MemoryKb();
        Tell("no connection", empty, 0, TimeSpan.Zero);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < count; i++)
        {
            open[i] = Connected(i);
            Ask(open[i], answer);
            if ((i + 1) % (count / 4) == 0) Tell($"{i + 1:N0} connections, each has asked once", served.MemoryKb(), empty, clock.Elapsed);
        }
        const int Rounds = 10;
        for (var round = 0; round < Rounds; round++)
        {
            clock.Restart();
            for (var i = round; i < count; i += Rounds) Ask(open[i], answer);
            for (var i = (round + 5) % Rounds; i < count; i += Rounds)
            {
                open[i].Dispose();
                open[i] = Connected(i);
                Ask(open[i], answer);
            }
            Tell($"round {round + 1}: a tenth asked, a tenth made anew", served.MemoryKb(), empty, clock.Elapsed);
        }
        foreach (var socket in open) socket.Dispose();
        Thread.Sleep(TimeSpan.FromSeconds(5));
        Tell("all closed", served.MemoryKb(), empty, TimeSpan.Zero);
    }

    /// <summary>An address of loopback has ports for so many.</summary>
    private static Socket Connected(int number)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        // A closed connection's port waits a minute (TIME_WAIT): a reset gives it back at once.
        socket.LingerState = new LingerOption(true, 0);
        socket.Bind(new IPEndPoint(new IPAddress([127, 1, 0, (byte)(1 + (number / FromOneAddress))]), 0));
        socket.Connect(IPAddress.Loopback, Port);
        return socket;
    }

    private static void Ask(Socket socket, byte[] answer)
    {
        socket.Send(Question);
        var got = 0;
        while (got < 1024)
        {
            var length = socket.Receive(answer);
            if (length == 0) throw new InvalidOperationException("a connection was closed by the balancer");
            if (got == 0 && !answer.AsSpan(0, length).StartsWith("HTTP/1.1 200"u8)) throw new InvalidOperationException(Encoding.ASCII.GetString(answer, 0, length));
            got += length;
        }
    }

    private static void Tell(string when, long kb, long empty, TimeSpan took) => Console.WriteLine($"{when,-50} {kb / 1024.0,8:0.0} MB ({(kb - empty) / 1024.0,8:0.0} more than empty) after {took.TotalSeconds:0} s");
}
