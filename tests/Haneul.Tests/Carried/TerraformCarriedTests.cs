using System.Text.Json;
using Haneul.Tests.Packets;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Carried;

/// <summary>The example network, applied by real Terraform, does with real packets what its rules say, and leaves nothing when it is destroyed.</summary>
public sealed class TerraformCarriedTests
{
    private const string OutsideWeb = "198.19.0.80";

    [CarriedFact(Tool.Terraform, Tool.Nft)]
    public async Task The_example_answers_ssh_and_curl_as_its_groups_say_and_leaves_nothing_when_destroyed()
    {
        await using var daemon = await CarryingDaemon.StartAsync();
        var root = Path.Combine(daemon.Data, "terraform");
        Directory.CreateDirectory(root);
        foreach (var file in Directory.EnumerateFiles(Repository.At("examples", "terraform-three-tier"), "*.tf")) File.Copy(file, Path.Combine(root, Path.GetFileName(file)));
        var key = Path.Combine(daemon.Data, "id");
        (await daemon.RunAsync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key])).Good();
        string[] variables = ["-var", $"public_key={await File.ReadAllTextAsync($"{key}.pub")}", "-var", $"admin_cidr={CarriedCloud.Machine}/32"];
        await CallAsync("init", $"-plugin-dir={Tool.TerraformPluginDir}");

        // The region's default VPC is made at the first call: it is there before and after.
        await daemon.Boto3Async(Words.Python);
        await daemon.Boto3Async("settle()");
        var (networks, traces) = (await Listing.NetworksAsync(daemon), Listing.Traces(daemon));
        await CallAsync("apply", ["-auto-approve", "-parallelism=20", .. variables]);
        await daemon.Boto3Async("settle()");
        await TryAsync(daemon, new Ssh(daemon, key), JsonDocument.Parse(await CallAsync("output", "-json")).RootElement);
        await CallAsync("destroy", ["-auto-approve", "-parallelism=20", .. variables]);

        await CarriedCloud.UntilAsync(() => Task.FromResult(Listing.Traces(daemon).SetEquals(traces)), "mounts, cgroups and processes are those from before");
        var after = await Listing.NetworksAsync(daemon);
        Assert.Equal(networks.Keys, after.Keys);
        Assert.All(networks, n => Assert.Equal(n.Value, after[n.Key]));

        async Task<string> CallAsync(string command, params string[] arguments) =>
            (await daemon.RunAsync("env", ["TF_IN_AUTOMATION=1", "TF_INPUT=0", "CHECKPOINT_DISABLE=1", Tool.TerraformPath, $"-chdir={root}", command, "-no-color", .. arguments], limit: TimeSpan.FromMinutes(10))).Good();
    }

    private static async Task TryAsync(CarryingDaemon daemon, Ssh ssh, JsonElement outputs)
    {
        JsonElement Value(string name) => outputs.GetProperty(name).GetProperty("value");
        string Private(string name) => Value("private_ips").GetProperty(name).GetString() ?? "";
        var bastion = Value("bastion_public_ip").GetString() ?? "";
        string[] web = [.. Value("web_public_ips").EnumerateArray().Select(a => a.GetString() ?? "")];
        Assert.True(Value("app_reaches_data").GetBoolean());

        foreach (var address in web) await CarriedCloud.UntilAsync(async () => (await CurlAsync($"http://{address}/")).Exit == 0, $"{address} answers");
        await CarriedCloud.UntilAsync(async () => (await InAsync("web-0", $"curl -sS -m 1 http://{Private("app-0")}:8080/")).Exit == 0, "the application answers the web server");
        Assert.NotEqual(0, (await daemon.RunAsync("ssh", ["-o", "BatchMode=yes", "-o", "ConnectTimeout=1", $"ec2-user@{web[0]}", "true"])).Exit);

        // By the bastion to the application, and from there to the data and out by the NAT gateway.
        var host = await ssh.SaidAsync(bastion, "hostname");
        var inner = await ssh.SaidAsync(Private("app-0"), "hostname", "-J", bastion);
        Assert.NotEqual(host, inner);
        await CarriedCloud.UntilAsync(async () => (await InAsync("app-0", $"curl -sS -m 1 http://{Private("data-0")}:5432/")).Exit == 0, "the data answers the application");
        Assert.Contains("was asked by 198.18.", (await InAsync("app-1", $"curl -sS -m 5 http://{OutsideWeb}/")).Good(), StringComparison.Ordinal);

        // What no rule admits, and what has no way out.
        foreach (var (from, to) in ((string, string)[])[("web-0", $"{Private("data-0")}:5432"), ("bastion", $"{Private("app-0")}:8080"), ("data-0", $"{OutsideWeb}:80"), ("data-1", $"{Private("app-0")}:8080")])
        {
            Assert.Equal(28, (await InAsync(from, $"curl -sS -m 1 http://{to}/")).Exit);
        }

        Task<Ran> CurlAsync(string url) => daemon.RunAsync("curl", ["-sS", "-m", "2", url]);
        Task<Ran> InAsync(string name, string command) => daemon.InAsync(name, command);
    }
}
