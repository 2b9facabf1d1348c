using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Carried;

/// <summary>ssh as on EC2: a key pair, a public address, a bastion.</summary>
[Collection(CarriedTests.Name)]
public sealed class SshTests(CarriedCloud cloud)
{
    private string Key => Path.Combine(cloud.Daemon.Data, "key.pem");

    [CarriedFact]
    public async Task The_key_of_a_key_pair_logs_in_at_the_public_address_and_nothing_else_does()
    {
        var address = await cloud.PublicOf("bastion");
        Assert.Equal($"ec2-user ip-{(await cloud.PrivateOf("bastion")).Replace('.', '-')}.ap-northeast-2.compute.internal", await cloud.Ssh.SaidAsync(address, "echo $(id -un) $(hostname)"));
        Assert.Equal("0", await cloud.Ssh.SaidAsync(address, "sudo id -u"));

        var other = Path.Combine(cloud.Daemon.Data, "other.pem");
        (await cloud.Daemon.RunAsync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", other])).Good();
        var refused = await new Ssh(cloud.Daemon, other).RunAsync(address, "true");
        Assert.Equal(255, refused.Exit);
        Assert.Contains("Permission denied (publickey)", refused.Error);

        var open = Path.Combine(cloud.Daemon.Data, "open.pem");
        File.Copy(Key, open);
        (await cloud.Daemon.RunAsync("chmod", ["644", open])).Good();
        Assert.Contains("UNPROTECTED PRIVATE KEY FILE", (await new Ssh(cloud.Daemon, open).RunAsync(address, "true")).Error);
    }

    [CarriedFact]
    public async Task A_private_instance_is_reached_through_the_bastion_by_jump_by_agent_and_by_the_copied_key()
    {
        var (bastion, app) = (await cloud.PublicOf("bastion"), await cloud.PrivateOf("app1"));
        var name = $"ip-{app.Replace('.', '-')}.ap-northeast-2.compute.internal";
        Assert.Equal(name, await cloud.Ssh.SaidAsync(app, "hostname", "-J", bastion));

        const string onward = "ssh -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR";
        Assert.Equal(name, (await cloud.Ssh.WithAgentAsync(Key, bastion, $"{onward} {app} hostname")).Good().Trim());
        Assert.Contains("Permission denied", (await cloud.Ssh.RunAsync(bastion, $"{onward} {app} hostname")).Error);

        (await cloud.Ssh.CopyAsync(Key, bastion, "key.pem")).Good();
        Assert.Equal(name, await cloud.Ssh.SaidAsync(bastion, $"chmod 400 key.pem && {onward} -i key.pem {app} hostname; rm -f key.pem"));

        // From anywhere but the bastion's group nobody gets in.
        Assert.True(await cloud.OpensAsync("bastion", app, 22));
        Assert.False(await cloud.OpensAsync("www", app, 22));
    }

    [CarriedFact]
    public async Task Haneuls_own_commands_log_in_run_commands_and_show_the_console()
    {
        var data = cloud.Daemon.Data;
        Assert.Equal("ec2-user", (await cloud.Daemon.HaneulAsync("ssh", "bastion", "--key", Key, "--data", data, "--", "id", "-un")).Good().Trim());
        Assert.Equal("ec2-user", (await cloud.Daemon.HaneulAsync("ssh", "app1", "--jump", "bastion", "--key", Key, "--data", data, "--", "id", "-un")).Good().Trim());
        Assert.Equal("7", (await cloud.Daemon.InAsync("app1", "echo $((3 + 4))")).Good().Trim());
        Assert.Contains("the host boots", (await cloud.Daemon.HaneulAsync("console", "app1", "--data", data)).Good());
    }
}
