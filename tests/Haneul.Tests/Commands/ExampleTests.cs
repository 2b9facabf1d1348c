using Haneul.Tests.Processes;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Commands;

/// <summary>The examples that users are shown, with real Terraform.</summary>
public sealed class ExampleTests
{
    [NeedsTool(Tool.Terraform)]
    public async Task The_three_tier_example_applies_plans_clean_reaches_its_data_and_is_destroyed()
    {
        await using var daemon = await DaemonProcess.StartAsync();
        await daemon.Call("ec2", "ap-northeast-2", "Action=DescribeVpcs&Version=2016-11-15");
        var before = await daemon.RowsAsync();
        var root = Directory.CreateTempSubdirectory("haneul-example-").FullName;
        foreach (var file in Directory.GetFiles(Repository.At("examples", "terraform-three-tier"), "*.tf")) File.Copy(file, Path.Combine(root, Path.GetFileName(file)));
        var environment = new Dictionary<string, string>(daemon.Environment) { ["TF_IN_AUTOMATION"] = "1", ["TF_INPUT"] = "0", ["CHECKPOINT_DISABLE"] = "1" };
        Task<Ran> Terraform(params string[] arguments) => Ran.Of(Tool.TerraformPath, [.. arguments, "-no-color"], environment, root, limit: TimeSpan.FromMinutes(10));

        (await Terraform("init", $"-plugin-dir={Tool.TerraformPluginDir}")).Good();
        Assert.Contains("app_reaches_data = true", (await Terraform("apply", "-auto-approve")).Good(), StringComparison.Ordinal);
        var plan = await Terraform("plan", "-detailed-exitcode");
        Assert.True(plan.Exit == 0, $"The plan after apply is not empty:\n{plan.Out}\n{plan.Error}");
        Assert.Equal(0, (await Cli.RunAsync("trace", "app-0", "data-1:5432", "--data", daemon.Data)).Exit);
        Assert.Equal(1, (await Cli.RunAsync("trace", "laptop", "data-1:5432", "--data", daemon.Data)).Exit);
        (await Terraform("destroy", "-auto-approve")).Good();
        Assert.Equal(before, await daemon.RowsAsync());
        Directory.Delete(root, recursive: true);
    }
}
