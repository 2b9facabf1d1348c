using System.Text.Json;
using Haneul.Commands;
using Haneul.Kernel;
using Haneul.Output;
using Haneul.Packets;

namespace Haneul.Demo;

/// <summary>A question of the demonstration, put to the network itself: a command that really runs in a host, and what it said.</summary>
/// <param name="Host">Where it ran.</param>
/// <param name="Command">As a person would type it there.</param>
/// <param name="Said">The last line that it printed.</param>
/// <param name="Succeeded">It got through.</param>
/// <param name="Agrees">As the prediction said.</param>
internal sealed record DemoProof(string Host, string Command, string Said, bool Succeeded, bool Agrees);

/// <summary>Runs the commands that prove the demonstration's answers, in the hosts of the running network.</summary>
internal sealed class DemoProver(string endpoint, WebService service)
{
    private const string Key = ".ssh/demo.pem";

    private const string Ssh = $"ssh -i {Key} -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -o ConnectTimeout=3";

    /// <summary>Waits until the kernel has what the API described, and gives the laptop and the bastion the key, as a person copies it there.</summary>
    public async Task PrepareAsync(CancellationToken cancel)
    {
        await Shared.CallAsync(endpoint, HttpMethod.Post, "settle", null, cancel);
        foreach (var host in (string[])["laptop", "bastion"])
        {
            await RunAsync(host, $"mkdir -p -m 700 .ssh && rm -f {Key} && cat > {Key} && chmod 400 {Key}", service.PrivateKey, cancel);
        }
    }

    public async Task<DemoProof> ProveAsync(DemoQuestion question, bool predicted, CancellationToken cancel)
    {
        var host = question.From == "internet" ? "web" : question.From;
        var command = await CommandAsync(question, cancel);
        var output = await RunAsync(host, command, null, cancel);
        var said = $"{output.Output}\n{output.Errors}".Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new DemoProof(host, command.Replace(Ssh, $"ssh -i {Key}", StringComparison.Ordinal), said.FirstOrDefault() ?? "(nothing)", output.ExitCode == 0, output.ExitCode == 0 == predicted);
    }

    private async Task<string> CommandAsync(DemoQuestion question, CancellationToken cancel)
    {
        if (question.To == "internet") return $"curl -sS --max-time 3 http://{await AddressAsync("web", cancel)}:{question.Port}/";
        var to = await AddressAsync(question.To, cancel, isInside: question.From != "laptop" || question.To != "bastion");
        return question.Port == 22 ? $"{Ssh} ec2-user@{to} hostname" : $"timeout 3 bash -c '</dev/tcp/{to}/{question.Port}'";
    }

    private async Task<string> AddressAsync(string name, CancellationToken cancel, bool isInside = false)
    {
        var found = await Shared.CallAsync(endpoint, HttpMethod.Get, $"hosts?name={Uri.EscapeDataString(service.EndOf(name))}", null, cancel);
        return found.GetProperty(isInside ? "privateIp" : "publicIp").GetString() ?? "";
    }

    private async Task<HostOutput> RunAsync(string host, string command, string? input, CancellationToken cancel)
    {
        var answer = await Shared.CallAsync(endpoint, HttpMethod.Post, "hosts/run", new { name = service.EndOf(host), command = new[] { "sh", "-c", command }, input }, cancel);
        return answer.Deserialize<HostOutput>(Json.Options) ?? throw new Daemon.UserError($"What answers at {endpoint} is not this Haneul");
    }
}
