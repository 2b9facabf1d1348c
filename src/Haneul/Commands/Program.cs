using System.CommandLine;
using Haneul.Commands;
using Haneul.Daemon;

var root = new RootCommand("Haneul: a cloud network on one machine, behind the AWS API")
{
    UpCommand.Make(), StatusCommand.Make(), DownCommand.Make(), ResetCommand.Make(), EnvCommand.Make(),
};
try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (UserError e)
{
    Console.Error.WriteLine($"haneul: {e.Message}");
    return 1;
}
