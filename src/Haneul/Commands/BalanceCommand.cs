using System.CommandLine;
using System.Security.Cryptography.X509Certificates;
using Haneul.Balancer;
using Haneul.Balancing;
using Haneul.Kernel;

namespace Haneul.Commands;

/// <summary><c>haneul balance</c>: the process that serves balancers, which the daemon starts; nobody else does.</summary>
internal static class BalanceCommand
{
    private const string Name = "balance", RunOption = "--run";

    /// <summary>How the daemon starts it.</summary>
    public static IReadOnlyList<string> Arguments(string run, string data) => [Name, RunOption, run, "--data", data];

    public static Command Make()
    {
        var run = new Option<string>(RunOption) { Description = "The run directory of the Haneul whose balancers it serves", Required = true };
        var data = Shared.Data();
        var command = new Command(Name, "Serve load balancers for the daemon") { run, data };
        command.Hidden = true;
        command.SetAction((parse, cancel) => RunAsync(parse.GetValue(run) ?? "", parse.GetValue(data) ?? "", cancel));
        return command;
    }

    private static async Task<int> RunAsync(string run, string data, CancellationToken cancel)
    {
        using var entry = new NamespaceEntry(run);
        BalancerProcess? process = null;
        var sockets = new NamespaceSockets(entry);
        var options = new DataPlaneOptions { LogDirectory = Path.Combine(data, "s3"), Resolve = new NodeNames(sockets).FindAsync, Trusted = Authority(data) };
        await using var plane = new DataPlane(sockets, options, seen => process?.Tell(seen), TimeProvider.System);
        process = new BalancerProcess(BalancerLink.SocketIn(run), plane.Serve, Console.Error.WriteLine);
        await process.RunAsync(cancel);
        return 0;
    }

    /// <summary>The emulated cloud's, beside those that this machine trusts.</summary>
    private static X509Certificate2Collection Authority(string data)
    {
        var trusted = new X509Certificate2Collection();
        var path = HostPlaces.Of(data).Authority;
        if (File.Exists(path)) trusted.ImportFromPemFile(path);
        return trusted;
    }
}
