using System.Text;
using Haneul.Kernel;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Hosts;

public sealed class HostLifeTests(HostRoom room) : IClassFixture<HostRoom>
{
    [NeedsTool(Tool.Root)]
    public async Task What_a_host_wrote_survives_its_stop_and_dies_when_it_is_forgotten()
    {
        var id = room.Booted();
        await room.AskAsync(id, "echo kept >/home/note; echo gone >/run/note; mkdir -p /opt/a && mv /opt/a /opt/b; rm /etc/profile");
        await room.Hosts.StopAsync(id, TimeSpan.FromSeconds(5), CancellationToken.None);
        Assert.DoesNotContain(id, room.Hosts.Running.Keys);

        room.Booted(spec => spec with { Id = id });
        Assert.Equal("kept b", await room.AskAsync(id, "echo $(cat /home/note) $(ls /opt); test ! -e /run/note && test ! -e /etc/profile"));
        await room.Hosts.StopAsync(id, TimeSpan.Zero, CancellationToken.None);
        room.Hosts.Forget(id);
        Assert.False(Directory.Exists(room.Places.LayerOf(id)));

        room.Booted(spec => spec with { Id = id });
        Assert.Equal("new", await room.AskAsync(id, "test -e /home/note || echo new"));
    }

    [NeedsTool(Tool.Root)]
    public async Task A_tree_deeper_than_any_path_is_forgotten_too()
    {
        var id = room.Booted();
        await room.AskAsync(id, "perl -e 'chdir \"/opt\"; for (1..3000) { mkdir \"deep\"; chdir \"deep\" or die }'");
        await room.Hosts.StopAsync(id, TimeSpan.Zero, CancellationToken.None);
        room.Hosts.Forget(id);
        Assert.False(Directory.Exists(room.Places.LayerOf(id)));
    }

    [NeedsTool(Tool.Root)]
    public async Task A_stop_asks_processes_to_end_before_it_kills()
    {
        var id = room.Booted();
        await room.AskAsync(id, "setsid sh -c 'trap \"echo asked >/home/asked; exit\" TERM; : >/home/ready; while :; do sleep 0.02; done' >/dev/null 2>&1 </dev/null & until [ -e /home/ready ]; do sleep 0.01; done");
        await room.Hosts.StopAsync(id, TimeSpan.FromSeconds(10), CancellationToken.None);
        room.Booted(spec => spec with { Id = id });
        Assert.Equal("asked", await room.AskAsync(id, "cat /home/asked"));
    }

    [NeedsTool(Tool.Root)]
    public async Task A_stop_kills_what_does_not_listen()
    {
        var id = room.Booted();
        var pid = room.Hosts.Running[id].Pid;
        await room.AskAsync(id, "setsid sh -c 'trap : TERM; : >/home/ready; while :; do sleep 1; done' >/dev/null 2>&1 </dev/null & until [ -e /home/ready ]; do sleep 0.01; done");
        await room.Hosts.StopAsync(id, TimeSpan.FromMilliseconds(200), CancellationToken.None);
        await HostRoom.UntilAsync(() => !Directory.Exists($"/proc/{pid}"), "init is gone");
    }

    [NeedsTool(Tool.Root)]
    public async Task Poweroff_inside_ends_the_host_and_the_daemon_is_told()
    {
        foreach (var command in new[] { "poweroff", "shutdown -h now", "halt" })
        {
            var ended = new TaskCompletionSource<string>();
            void OnEnded(string which) => ended.TrySetResult(which);
            room.Hosts.Ended += OnEnded;
            var id = room.Booted();
            await room.RunAsync(id, command);
            Assert.Equal(id, await ended.Task.WaitAsync(TimeSpan.FromSeconds(20)));
            Assert.DoesNotContain(id, room.Hosts.Running.Keys);
            Assert.Contains("the host ends: poweroff", room.Hosts.Console(id));
            room.Hosts.Ended -= OnEnded;
        }
    }

    [NeedsTool(Tool.Root)]
    public async Task Reboot_inside_ends_all_and_boots_again_in_the_same_network()
    {
        var id = room.Booted();
        var before = room.Hosts.Running[id];
        await room.AskAsync(id, "echo '#!/bin/sh\necho again >>/home/boots' >/etc/rc.local; chmod +x /etc/rc.local; ip link add kept type veth peer name other; setsid sleep 4343 >/dev/null 2>&1 </dev/null &");
        await room.RunAsync(id, "reboot");
        await HostRoom.UntilAsync(() => room.RunAsync(id, "cat /home/boots").Result.Output == "again\n", "it has booted again");
        Assert.Equal(before, room.Hosts.Running[id]);
        Assert.Equal("0", await room.AskAsync(id, "pgrep -c -f '^sleep 4343' || true"));
        Assert.Contains("kept", await room.AskAsync(id, "ip -o link"));
    }

    [NeedsTool(Tool.Root)]
    public async Task A_host_whose_init_is_killed_has_ended()
    {
        var ended = new TaskCompletionSource<string>();
        void OnEnded(string which) => ended.TrySetResult(which);
        room.Hosts.Ended += OnEnded;
        var id = room.Booted();
        await Ran.Of("kill", ["-9", $"{room.Hosts.Running[id].Pid}"]);
        Assert.Equal(id, await ended.Task.WaitAsync(TimeSpan.FromSeconds(20)));
        room.Hosts.Ended -= OnEnded;
        await Assert.ThrowsAsync<HostException>(() => room.RunAsync(id, "true"));
    }

    [NeedsTool(Tool.Root)]
    public async Task Killing_all_processes_inside_does_not_deafen_init()
    {
        var id = room.Booted();
        await room.RunAsync(id, "kill -9 -1");
        var ended = new TaskCompletionSource<string>();
        void OnEnded(string which) => ended.TrySetResult(which);
        room.Hosts.Ended += OnEnded;
        await room.RunAsync(id, "poweroff");
        Assert.Equal(id, await ended.Task.WaitAsync(TimeSpan.FromSeconds(20)));
        room.Hosts.Ended -= OnEnded;
    }

    [NeedsTool(Tool.Root)]
    public async Task User_data_runs_once_as_root_and_says_so_on_the_console()
    {
        var id = room.Booted(spec => spec with { UserData = [.. "#!/bin/bash\necho \"hello from $(id -un)\"; echo ran >>/home/runs\n"u8] });
        await HostRoom.UntilAsync(() => room.Hosts.Console(id).Contains("user data has run", StringComparison.Ordinal), "user data runs");
        Assert.Contains("hello from root", room.Hosts.Console(id));
        Assert.Contains("hello from root", await room.AskAsync(id, "cat /var/log/cloud-init-output.log"));
        await room.Hosts.StopAsync(id, TimeSpan.FromSeconds(5), CancellationToken.None);
        room.Booted(spec => spec with { Id = id, UserData = [.. "#!/bin/bash\necho ran >>/home/runs\n"u8] });
        Assert.Equal("ran", await room.AskAsync(id, "cat /home/runs; test ! -e /var/lib/cloud/instance/first-boot"));
    }

    [NeedsTool(Tool.Root)]
    public async Task A_cloud_config_is_carried_out_and_what_is_left_out_is_said()
    {
        const string config = """
            #cloud-config
            packages: [nginx]
            write_files:
              - path: /etc/deep/file.conf
                permissions: '0600'
                content: |
                  first
                    second
            runcmd:
              - echo plain "$((1 + 1))" >/home/plain
              - [sh, -c, "echo list >/home/list"]
            """;
        var id = room.Booted(spec => spec with { UserData = [.. Encoding.UTF8.GetBytes(config)] });
        await HostRoom.UntilAsync(() => room.Hosts.Console(id).Contains("user data has run", StringComparison.Ordinal), "user data runs");
        Assert.Equal("plain 2\nlist\nfirst\n  second\n600", await room.AskAsync(id, "cat /home/plain /home/list /etc/deep/file.conf; stat -c %a /etc/deep/file.conf"));
        Assert.Contains("'packages' is not carried out here", room.Hosts.Console(id));
    }

    [NeedsTool(Tool.Root)]
    public async Task The_console_keeps_the_newest()
    {
        var id = room.Booted();
        await room.AskAsync(id, "for i in 1 2 3 4 5 6 7 8 9; do head -c 10000 /dev/zero | tr '\\0' x; done >>/dev/console; echo the-end >>/dev/console");
        var console = room.Hosts.Console(id);
        Assert.EndsWith("the-end\n", console);
        Assert.Equal(64 * 1024, console.Length);
    }
}
