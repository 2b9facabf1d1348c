using System.Text.RegularExpressions;
using Haneul.Tests.Processes;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Commands;

/// <summary>The examples that users are shown, with real Terraform.</summary>
public sealed class ExampleTests
{
    [NeedsTool(Tool.Terraform)]
    public Task The_three_tier_example_applies_plans_clean_reaches_its_data_and_is_destroyed() => TryAsync("terraform-three-tier", async (daemon, said) =>
    {
        Assert.Contains("app_reaches_data = true", said, StringComparison.Ordinal);
        Assert.Equal(0, (await Cli.RunAsync("trace", "app-0", "data-1:5432", "--data", daemon.Data)).Exit);
        Assert.Equal(1, (await Cli.RunAsync("trace", "laptop", "data-1:5432", "--data", daemon.Data)).Exit);
    });

    [NeedsTool(Tool.Terraform)]
    public Task The_balancer_example_applies_plans_clean_leads_the_laptop_to_a_web_server_and_is_destroyed() => TryAsync("terraform-balancer", async (daemon, _) =>
    {
        Assert.Contains("shop-web-", (await Cli.RunAsync("trace", "laptop", "shop", "--http", "GET http://shop/", "--data", daemon.Data)).Good(), StringComparison.Ordinal);
        Assert.Equal(0, (await Cli.RunAsync("trace", "shop", "shop-web-0:80", "--data", daemon.Data)).Exit);
        Assert.Equal(1, (await Cli.RunAsync("trace", "laptop", "shop-web-0:80", "--data", daemon.Data)).Exit);
    });

    [NeedsTool(Tool.Terraform)]
    public Task The_inspection_example_applies_plans_clean_leads_by_an_appliance_both_ways_and_is_destroyed() => TryAsync("terraform-inspection", async (daemon, _) =>
    {
        var told = (await Cli.RunAsync("trace", "laptop", "app:80", "--data", daemon.Data)).Good();
        Assert.Equal(2, Regex.Count(told, @"by (load )?balancer inspection .*to appliance appliance-[01] .*, one of 2 appliances that it may use, in GENEVE, and back"));
        Assert.Contains("healthy", (await Cli.RunAsync("balancers", "inspection", "--data", daemon.Data)).Good(), StringComparison.Ordinal);
    });

    private static async Task TryAsync(string example, Func<DaemonProcess, string, Task> applied)
    {
        await using var daemon = await DaemonProcess.StartAsync();
        await daemon.Call("ec2", "ap-northeast-2", "Action=DescribeVpcs&Version=2016-11-15");
        var before = await daemon.RowsAsync();
        var root = Directory.CreateTempSubdirectory("haneul-example-").FullName;
        foreach (var file in Directory.GetFiles(Repository.At("examples", example))) File.Copy(file, Path.Combine(root, Path.GetFileName(file)));
        var environment = new Dictionary<string, string>(daemon.Environment) { ["TF_IN_AUTOMATION"] = "1", ["TF_INPUT"] = "0", ["CHECKPOINT_DISABLE"] = "1" };
        Task<Ran> Terraform(params string[] arguments) => Ran.Of(Tool.TerraformPath, [.. arguments, "-no-color"], environment, root, limit: TimeSpan.FromMinutes(10));

        (await Terraform("init", $"-plugin-dir={Tool.TerraformPluginDir}")).Good();
        var said = (await Terraform("apply", "-auto-approve")).Good();
        var plan = await Terraform("plan", "-detailed-exitcode");
        Assert.True(plan.Exit == 0, $"The plan after apply is not empty:\n{plan.Out}\n{plan.Error}");
        await applied(daemon, said);
        (await Terraform("destroy", "-auto-approve")).Good();
        Assert.Equal(before, await daemon.RowsAsync());
        Directory.Delete(root, recursive: true);
    }
}
