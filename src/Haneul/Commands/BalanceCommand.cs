using System.CommandLine;
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
        await using var plane = new DataPlane(new NamespaceSockets(entry), new DataPlaneOptions { LogDirectory = Path.Combine(data, "s3") }, seen => process?.Tell(seen), TimeProvider.System);
        process = new BalancerProcess(BalancerLink.SocketIn(run), plane.Serve, Console.Error.WriteLine);
        await process.RunAsync(cancel);
        return 0;
    }
}
