using System.CommandLine;
using Haneul.Commands;
using Haneul.Daemon;
using Haneul.Model;

var root = new RootCommand("Haneul: a cloud network on one machine, behind the AWS API")
{
    UpCommand.Make(),
    BalanceCommand.Make(),
    StatusCommand.Make(),
    DownCommand.Make(),
    ResetCommand.Make(),
    EnvCommand.Make(),
    DemoCommand.Make(),
    TraceCommand.Make(),
    CheckCommand.Make(),
    SubnetsCommand.Make(),
    QuotaCommand.Make(),
    ZoneCommand.Make(),
    BalancersCommand.Make(),
    GroupsCommand.Make(),
    OutsideCommand.Make(),
    FunctionCommand.Make(),
    DoctorCommand.Make(),
    ExecCommand.Make(),
    SshCommand.Make(),
    ConsoleCommand.Make(),
    NatCommand.Make(),
    FlowsCommand.Make(),
    WatchCommand.Make(),
    SocketsCommand.Make(),
    ImageCommand.Make(),
    CaptureCommand.Make(),
    EnterCommand.Make(),
};
try
{
    var parsed = root.Parse(args);
    var status = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(20) });
    return parsed.Errors.Count > 0 ? Exit.Misused : status;
}
catch (UserError e)
{
    Console.Error.WriteLine($"haneul: {e.Message}");
    return Exit.Misused;
}
catch (Fault e)
{
    Console.Error.WriteLine($"haneul: {e.Message} ({e.Code})");
    return Exit.Misused;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("haneul: interrupted");
    return Exit.Interrupted;
}
