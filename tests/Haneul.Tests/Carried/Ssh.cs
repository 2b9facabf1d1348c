using System.Diagnostics;
using Haneul.Tests.Packets;
using Haneul.Tests.Tools;

namespace Haneul.Tests.Carried;

/// <summary>OpenSSH's client on the machine, with a key and a configuration of its own: hosts come and go behind one address, so that their keys are not remembered.</summary>
internal sealed class Ssh
{
    private readonly CarryingDaemon machine;
    private readonly string config;

    public Ssh(CarryingDaemon machine, string key)
    {
        this.machine = machine;
        config = Path.Combine(machine.Data, "ssh_config");
        File.WriteAllText(config, $"""
            Host *
              User ec2-user
              IdentityFile {key}
              IdentitiesOnly yes
              BatchMode yes
              ConnectTimeout 5
              StrictHostKeyChecking no
              UserKnownHostsFile /dev/null
              LogLevel ERROR

            """);
    }

    /// <summary>Runs a command line on a host by ssh.</summary>
    public Task<Ran> RunAsync(string address, string command, params string[] options) => machine.RunAsync("ssh", ["-F", config, .. options, address, command]);

    /// <summary>What a command line says there; it must do well.</summary>
    public async Task<string> SaidAsync(string address, string command, params string[] options) => (await RunAsync(address, command, options)).Good().Trim();

    /// <summary>By way of the agent, which holds the key and is forwarded.</summary>
    public Task<Ran> WithAgentAsync(string key, string address, string command) =>
        machine.RunAsync("ssh-agent", ["sh", "-c", "ssh-add -q \"$1\" && exec ssh -F \"$2\" -A \"$3\" \"$4\"", "sh", key, config, address, command]);

    public Task<Ran> CopyAsync(string file, string address, string to) => machine.RunAsync("scp", ["-F", config, file, $"{address}:{to}"]);

    /// <summary>A session that stays.</summary>
    public SshSession Open(string address, params string[] options)
    {
        var start = machine.Inside("ssh", ["-F", config, .. options, address, "exec cat"]);
        start.RedirectStandardInput = true;
        return new SshSession(Process.Start(start) ?? throw new InvalidOperationException("ssh did not start"));
    }
}

/// <summary>A session by ssh to a host that says back what it is told.</summary>
internal sealed class SshSession(Process ssh) : IDisposable
{
    private int said;

    /// <summary>Whether the host answers, within a time.</summary>
    public async Task<bool> LivesAsync(double seconds = 20)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        var word = $"word {++said}";
        try
        {
            await ssh.StandardInput.WriteLineAsync(word.AsMemory(), late.Token);
            await ssh.StandardInput.FlushAsync(late.Token);
            while (await ssh.StandardOutput.ReadLineAsync(late.Token) is { } line)
            {
                if (line == word) return true;
            }
            return false;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        ssh.Kill();
        ssh.WaitForExit();
        ssh.Dispose();
    }
}
