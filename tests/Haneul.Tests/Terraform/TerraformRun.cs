using Haneul.Tests.Processes;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Terraform;

/// <summary>
/// A run of real Terraform with the real AWS provider against a Haneul of its own. Scenario folders are modules with one variable, <c>changed</c>;
/// a run puts one or more of them below a root that it writes.
/// </summary>
internal sealed class TerraformRun : IAsyncDisposable
{
    private readonly DaemonProcess daemon;
    private readonly Dictionary<string, string> environment;
    private readonly string root = Directory.CreateTempSubdirectory("haneul-terraform-").FullName;

    private TerraformRun(DaemonProcess daemon, IReadOnlyDictionary<string, string> clientEnvironment)
    {
        this.daemon = daemon;
        environment = new(clientEnvironment)
        {
            ["TF_IN_AUTOMATION"] = "1",
            ["TF_INPUT"] = "0",
            ["CHECKPOINT_DISABLE"] = "1",
            ["TF_CLI_CONFIG_FILE"] = Path.Combine(root, "terraform.rc"),
            ["AWS_MAX_ATTEMPTS"] = "2",
        };
    }

    /// <summary>Lays out the root, starts the daemon and initialises Terraform from the plugins on this machine.</summary>
    public static async Task<TerraformRun> Of(params string[] scenarios)
    {
        var daemon = await DaemonProcess.StartAsync();
        var run = new TerraformRun(daemon, daemon.Environment);
        await File.WriteAllTextAsync(Path.Combine(run.root, "terraform.rc"), "");
        var texts = scenarios.Select(s => (Name: s, Text: File.ReadAllText(Repository.At("tests", "Haneul.Tests", "Terraform", s, "main.tf")))).ToList();
        await File.WriteAllTextAsync(Path.Combine(run.root, "main.tf"), Root.Of(texts));
        foreach (var (name, text) in texts)
        {
            await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(Path.Combine(run.root, name)).FullName, "main.tf"), text);
        }
        (await run.Call("init", $"-plugin-dir={Tool.TerraformPluginDir}")).Good();
        return run;
    }

    /// <summary>The life of a network: applied, planned clean, changed in place, planned clean, destroyed; nothing is left.</summary>
    public async Task LivesAndLeavesNothing()
    {
        await RaiseQuotas();
        var before = await daemon.RowsAsync();
        await Apply(changed: false);
        await IsClean(changed: false);
        await Apply(changed: true);
        await IsClean(changed: true);
        (await Call("destroy", "-auto-approve", "-parallelism=20", "-var=changed=true")).Good();
        var after = await daemon.RowsAsync();
        Assert.Equal(before, after);
    }

    /// <summary>Several networks in one account need more than AWS's defaults: raised as a person does, with Service Quotas. It opens the regions too.</summary>
    private async Task RaiseQuotas()
    {
        (string Service, string Code)[] quotas = [("vpc", "L-F678F1CE"), ("vpc", "L-A4707A72"), ("ec2", "L-0263D0A3"), ("vpc", "L-45FE3B85")];
        foreach (var region in new[] { "ap-northeast-2", "ap-northeast-1" })
        {
            await daemon.Call("ec2", region, "Action=DescribeVpcs&Version=2016-11-15");
            foreach (var (service, code) in quotas)
            {
                await daemon.Call("servicequotas", region, $$"""{"ServiceCode":"{{service}}","QuotaCode":"{{code}}","DesiredValue":50}""", "ServiceQuotasV20190624.RequestServiceQuotaIncrease");
            }
        }
    }

    private async Task Apply(bool changed) => (await Call("apply", "-auto-approve", "-parallelism=20", $"-var=changed={(changed ? "true" : "false")}")).Good();

    private async Task IsClean(bool changed)
    {
        var plan = await Call("plan", "-detailed-exitcode", "-parallelism=20", $"-var=changed={(changed ? "true" : "false")}");
        Assert.True(plan.Exit == 0, $"The plan after apply is not empty (changed = {changed}):\n{plan.Out}\n{plan.Error}");
    }

    private Task<Ran> Call(string command, params string[] arguments) =>
        Ran.Of(Tool.TerraformPath, [command, "-no-color", .. arguments], environment, root, limit: TimeSpan.FromMinutes(15));

    public async ValueTask DisposeAsync()
    {
        await daemon.DisposeAsync();
        Directory.Delete(root, recursive: true);
    }
}
