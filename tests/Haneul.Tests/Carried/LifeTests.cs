using Xunit;

namespace Haneul.Tests.Carried;

/// <summary>Instances begin, stop, start, reboot and end as on EC2.</summary>
[Collection(CarriedTests.Name)]
public sealed class LifeTests(CarriedCloud cloud)
{
    [CarriedFact]
    public async Task User_data_runs_once_and_stop_keeps_the_private_address_and_the_disk_but_not_the_public_address()
    {
        await cloud.AskAsync("launch('life', public, bastions, '#!/bin/sh\\necho again >>/root/ran\\n', public=True); are('running', 'life'); settle()");
        var (before, inside) = (await cloud.PublicOf("life"), await cloud.PrivateOf("life"));
        await CarriedCloud.UntilAsync(async () => (await cloud.InAsync("life", "cat /root/ran")).Out == "again\n", "user data has run");
        await cloud.Ssh.SaidAsync(before, "echo kept >note; sync");

        await cloud.AskAsync("ec2.stop_instances(InstanceIds=[id_of('life')]); are('stopped', 'life'); settle()");
        Assert.Equal("", await cloud.PublicOf("life"));
        Assert.NotEqual(0, (await cloud.PingAsync(inside)).Exit);

        await cloud.AskAsync("ec2.start_instances(InstanceIds=[id_of('life')]); are('running', 'life'); settle()");
        var after = await cloud.PublicOf("life");
        Assert.NotEqual(before, after);
        Assert.Equal(inside, await cloud.PrivateOf("life"));
        Assert.Equal("kept", await cloud.Ssh.SaidAsync(after, "cat note"));
        Assert.Equal("again", await cloud.SaidInAsync("life", "cat /root/ran"));
        Assert.NotEqual(0, (await cloud.Ssh.RunAsync(before, "true", "-o", "ConnectTimeout=1")).Exit);

        await RebootsAsync(after);
        await EndsAsync(after);
    }

    /// <summary>Everything that ran is gone, everything that was written is there, and the addresses stay.</summary>
    private async Task RebootsAsync(string address)
    {
        await cloud.SaidInAsync("life", "touch /run/volatile; (sleep 3600 &) >/dev/null 2>&1");
        await cloud.AskAsync("ec2.reboot_instances(InstanceIds=[id_of('life')]); settle()");
        Assert.NotEqual(0, (await cloud.InAsync("life", "[ -e /run/volatile ]")).Exit);
        Assert.Equal("running", await cloud.ValueAsync("instance('life')['State']['Name']"));
        Assert.Equal(address, await cloud.PublicOf("life"));
        Assert.Equal("kept", await cloud.Ssh.SaidAsync(address, "cat note"));
        Assert.Equal("again", await cloud.SaidInAsync("life", "cat /root/ran"));
        Assert.NotEqual(0, (await cloud.InAsync("life", "pgrep sleep")).Exit);
    }

    private async Task EndsAsync(string address)
    {
        var id = await cloud.ValueAsync("id_of('life')");
        var layer = Directory.EnumerateDirectories(cloud.Daemon.Data, id, SearchOption.AllDirectories).ToList();
        Assert.Single(layer);
        await cloud.AskAsync("end('life'); settle()");
        Assert.NotEqual(0, (await cloud.Ssh.RunAsync(address, "true", "-o", "ConnectTimeout=1")).Exit);
        await CarriedCloud.UntilAsync(() => Task.FromResult(!Directory.Exists(layer[0])), "its disk is gone");
        Assert.DoesNotContain(id, (await cloud.Daemon.RunAsync("ls", ["-R", "/run/haneul"])).Good());
    }

    [CarriedFact]
    public async Task An_instance_that_is_shut_down_from_inside_is_stopped_and_starts_again()
    {
        await cloud.AskAsync("launch('quitter', public, bastions, public=True); are('running', 'quitter'); settle()");
        await cloud.Ssh.RunAsync(await cloud.PublicOf("quitter"), "sudo poweroff");
        await cloud.AskAsync("are('stopped', 'quitter'); ec2.start_instances(InstanceIds=[id_of('quitter')]); are('running', 'quitter'); settle()");
        await cloud.Ssh.SaidAsync(await cloud.PublicOf("quitter"), "true");
        await cloud.AskAsync("end('quitter')");
    }
}
