using System.Net;
using System.Net.Sockets;
using Haneul.Kernel;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Hosts;

/// <summary>Root inside a host tries what it must not be able to do. Each attempt is shown to be a real one by a twin that may.</summary>
public sealed class HostIsolationTests(HostRoom room) : IClassFixture<HostRoom>
{
    private string? one;

    private string Host => one ??= room.Booted();

    [NeedsTool(Tool.Root)]
    public async Task The_files_of_the_machine_are_out_of_sight()
    {
        var secret = Path.Combine(Path.GetTempPath(), $"haneul-secret-{Guid.NewGuid():N}");
        await File.WriteAllTextAsync(secret, "secret");
        try
        {
            await Refused($"cat {secret}");
            await Refused("ls /root/.bash_history /home/user /work /proc/1/root/work");
            Assert.Equal("", await room.AskAsync(Host, "ls /home | grep -v ec2-user || true"));
            Assert.Equal("", await room.AskAsync(Host, $"find / -xdev -name '{Path.GetFileName(secret)}' 2>/dev/null"));
            // The way out of a chroot: a directory kept open above it (chroot(2)).
            var escaped = await room.RunAsync(Host, $"perl -e 'opendir(my $d, \"/\"); mkdir \"/tmp/j\"; chroot \"/tmp/j\" or die; chdir $d; chdir \"..\" for 1..50; chroot \".\" or die; exit(-e \"{secret}\" ? 0 : 9)'");
            Assert.Equal(9, escaped.ExitCode);
        }
        finally
        {
            File.Delete(secret);
        }
    }

    [NeedsTool(Tool.Root)]
    public async Task The_machines_accounts_are_not_the_hosts()
    {
        var mine = (await File.ReadAllTextAsync("/etc/machine-id")).Trim();
        Assert.DoesNotContain(mine, await room.AskAsync(Host, "cat /etc/machine-id /etc/hostname /etc/hosts /etc/passwd /etc/shadow"));
        Assert.DoesNotContain("$", await room.AskAsync(Host, "cut -d: -f2 /etc/shadow"));
    }

    [NeedsTool(Tool.Root)]
    public async Task The_machines_programs_cannot_be_written_whatever_is_done_to_the_mount()
    {
        var mark = $"haneul-{Guid.NewGuid():N}";
        await room.RunAsync(Host, $"""
            touch /usr/bin/{mark}; mount -o remount,rw /usr; touch /usr/bin/{mark}; mount -o remount,rw,bind /usr; touch /usr/bin/{mark}
            mkdir -p /tmp/u; mount --bind /usr /tmp/u; mount -o remount,rw,bind /tmp/u; touch /tmp/u/bin/{mark}; chmod 777 /usr/bin/env; rm /usr/bin/env
            umount -l /usr; touch /usr/bin/{mark}
            """);
        Assert.False(File.Exists($"/usr/bin/{mark}"));
        Assert.True(File.Exists("/usr/bin/env"));
        Assert.Equal("0", (await Ran.Of("find", ["/usr/bin", "-maxdepth", "1", "-newermt", "-1 minute", "-name", "haneul*"])).Good().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ToString());
        one = null;
    }

    [NeedsTool(Tool.Root)]
    public async Task The_devices_that_hosts_share_cannot_be_changed()
    {
        var mode = (await Ran.Of("stat", ["-c", "%a %u", "/dev/null"])).Good();
        foreach (var command in new[] { "chmod 600 /dev/null", "chown 1000 /dev/null", "rm /dev/zero", "touch /dev/mine", "mount -o remount,rw /dev && touch /dev/mine" }) await Refused(command);
        Assert.Equal(mode, (await Ran.Of("stat", ["-c", "%a %u", "/dev/null"])).Good());
        await Allowed("echo x >/dev/null && head -c 4 /dev/urandom >/dev/null && script -qec true /dev/null");
    }

    [NeedsTool(Tool.Root)]
    public async Task Other_processes_are_out_of_sight_and_reach()
    {
        var listed = await room.AskAsync(Host, "ps -eo comm=");
        Assert.DoesNotContain("dotnet", listed);
        Assert.DoesNotContain("testhost", listed);
        Assert.DoesNotContain(Environment.ProcessId.ToString(), await room.AskAsync(Host, "ls /proc"));
        await Refused($"kill -0 {Environment.ProcessId}");
        await Refused($"nsenter -t {Environment.ProcessId} -m true");
        await Refused($"cat /proc/{Environment.ProcessId}/environ");
        await Allowed("sleep 5 & kill -0 $!; kill $!");
    }

    [NeedsTool(Tool.Root)]
    public async Task Whoever_enters_from_outside_cannot_be_seized_as_the_machines_root()
    {
        // While commands come in, root inside looks for a process that has no number of its own: that would be the machine's root, and could be traced.
        await room.AskAsync(Host, """
            cat >/tmp/watch.pl <<'END'
            open(my $ready, '>', '/tmp/ready'); close $ready;
            until (-e '/tmp/enough') {
                opendir(my $all, '/proc');
                for (grep { /^\d+$/ && $_ > 2 } readdir $all) { open(my $f, '<', "/proc/$_/status") or next; local $/; print "seen $_\n" if <$f> =~ /^Uid:.*\b65534\b/m }
            }
            END
            """);
        var watching = room.RunAsync(Host, "rm -f /tmp/enough; perl /tmp/watch.pl");
        await HostRoom.UntilAsync(() => room.RunAsync(Host, "test -e /tmp/ready").Result.ExitCode == 0, "the watcher runs");
        for (var i = 0; i < 100; i++) await room.RunAsync(Host, "true");
        await room.AskAsync(Host, "touch /tmp/enough");
        Assert.Equal("", (await watching).Output);
    }

    [NeedsTool(Tool.Root)]
    public async Task The_machines_sockets_are_out_of_reach()
    {
        using var listener = new TcpListener(IPAddress.IPv6Any, 0);
        listener.Server.DualMode = true;
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        foreach (var address in new[] { "127.0.0.1", "localhost", "0.0.0.0" }) await Refused($"timeout 2 bash -c 'exec 3<>/dev/tcp/{address}/{port}'");
        using var local = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        local.Bind(new UnixDomainSocketEndPoint("\0haneul-isolation"));
        local.Listen();
        await Refused("perl -MSocket -e 'socket(S, PF_UNIX, SOCK_STREAM, 0); connect(S, pack_sockaddr_un(\"\\0haneul-isolation\")) or exit 1'");
        Assert.DoesNotContain($":{port:X4}", await room.AskAsync(Host, "cat /proc/net/tcp /proc/net/tcp6"));
    }

    [NeedsTool(Tool.Root)]
    public async Task Sockets_that_no_namespace_holds_cannot_be_made()
    {
        // AF_VSOCK speaks with the hypervisor, and with other programs of a virtual machine that listen for it.
        const string vsock = "perl -e 'exit(socket(S, 40, 1, 0) ? 0 : 1)'";
        await Refused(vsock);
        await Refused("sudo -u nobody " + vsock);
        await Refused(vsock.Replace("socket(S, 40, 1, 0)", "socketpair(S, T, 40, 1, 0)"));
        foreach (var family in new[] { 1, 2, 10, 17 }) await Allowed($"perl -e 'exit(socket(S, {family}, {(family == 17 ? 3 : 1)}, 0) ? 0 : 1)'");
        if ((await Ran.Of("sh", ["-c", vsock])).Exit == 0) Assert.Equal("2", await room.AskAsync(Host, "awk '/^Seccomp:/ {print $2}' /proc/1/status"));
    }

    [NeedsTool(Tool.Root, Tool.Script)]
    public async Task Nothing_is_typed_into_the_terminal_of_who_came_in()
    {
        // TIOCSTI: the word would be typed as if by the person, and run by the person's shell when the session is over.
        const string type = "perl -e 'exit((grep { !defined ioctl(STDIN, 0x5412, $_) } split //, \"x\") ? 1 : 0)'";
        Assert.Equal(1, (await Guarded(type)).Exit);
        Assert.Equal(0, (await Guarded("stty size")).Exit);
        Assert.Equal(1, (await Guarded("perl -e 'exit(socket(S, 40, 1, 0) ? 0 : 1)'")).Exit);
        if ((await File.ReadAllTextAsync("/proc/sys/dev/tty/legacy_tiocsti")).StartsWith('1')) Assert.Equal(0, (await Ran.Of("script", ["-qec", type, "/dev/null"])).Exit);

        async Task<Ran> Guarded(string command)
        {
            var line = string.Join(' ', room.Hosts.CommandFor(Host, ["/bin/sh", "-c", command], "root").Select(CloudConfig.Quote));
            // A thread of its own: it gives things up for good.
            var started = new TaskCompletionSource<Task<Ran>>();
            var thread = new Thread(() =>
            {
                HostGuard.Apply();
                started.SetResult(Ran.Of("script", ["-qec", line, "/dev/null"]));
            });
            thread.Start();
            return await await started.Task;
        }
    }

    [NeedsTool(Tool.Root)]
    public async Task What_the_kernel_keeps_for_the_machines_root_stays_shut()
    {
        foreach (var command in new[]
        {
            "head -c 1 /proc/kcore", "head -c 1 /dev/mem", "echo h >/proc/sysrq-trigger", "echo x >/proc/sys/kernel/core_pattern", "echo 1 >/proc/sys/kernel/panic", "echo 0 >/proc/sys/vm/overcommit_memory",
            "echo 1 >/proc/sys/kernel/modprobe", "echo 3 >/proc/sys/vm/drop_caches", "cat /proc/kpageflags", "dmesg --clear", "cat /proc/slabinfo", "cat /sys/kernel/debug/gc", "mount -t debugfs none /mnt",
            "mount -t securityfs none /mnt", "mount -t tracefs none /mnt", "mount -t bpf none /mnt && mount -t devtmpfs none /mnt", "echo 0 >/sys/kernel/mm/transparent_hugepage/enabled",
        }) await Refused(command);
    }

    [NeedsTool(Tool.Root)]
    public async Task Disks_cannot_be_made_or_mounted()
    {
        foreach (var command in new[] { "mknod /tmp/disk b 254 0", "mknod /tmp/mem c 1 1", "mount /dev/vda /mnt", "mount -t ext4 /dev/vda /mnt", "mount -o loop /usr/bin/env /mnt", "losetup -f", "swapon /tmp", "mount -t devtmpfs none /mnt" }) await Refused(command);
        await Allowed("mount -t tmpfs none /mnt && touch /mnt/a && umount /mnt");
    }

    [NeedsTool(Tool.Root)]
    public async Task The_machines_name_and_time_are_not_the_hosts()
    {
        var name = Environment.MachineName;
        await Allowed("hostname changed-inside");
        Assert.Equal(name, (await Ran.Of("hostname", [])).Good().Trim());
        foreach (var command in new[] { "date -s '2001-01-01'", "hwclock --set --date=2001-01-01", "perl -e 'exit 1 unless syscall(227, 0, pack(\"qq\", 1, 0)) == 0'" }) await Refused(command);
        Assert.True(DateTime.UtcNow.Year > 2001);
    }

    [NeedsTool(Tool.Root)]
    public async Task Modules_and_another_kernel_cannot_be_loaded()
    {
        // init_module, finit_module, delete_module, kexec_load: refused before the arguments are looked at, or not in this kernel at all.
        foreach (var number in new[] { 175, 313, 176, 246 }) await Allowed($"perl -e 'exit(syscall({number}, 0, 0, 0) == -1 && ($!{{EPERM}} || $!{{ENOSYS}}) ? 0 : 1)'");
        await Refused("modprobe dummy");
        await Refused("echo core >/proc/sys/kernel/hotplug");
    }

    [NeedsTool(Tool.Root)]
    public async Task Cgroups_show_only_the_hosts_own_and_let_nothing_be_written()
    {
        var bounded = room.Booted(spec => spec with { MemoryBytes = 128 << 20 });
        Assert.DoesNotContain("haneul", await room.AskAsync(bounded, "cat /proc/self/cgroup"));
        await room.RunAsync(bounded, "mkdir -p /mnt/c; mount -t cgroup2 none /mnt/c; for c in memory cpu pids; do mkdir -p /mnt/$c; mount -t cgroup -o $c none /mnt/$c; done");
        Assert.Equal("", (await room.RunAsync(bounded, "ls -d /mnt/*/haneul* /mnt/*/*/haneul* 2>/dev/null")).Output);
        var bound = (await room.RunAsync(bounded, "cat /mnt/memory/memory.limit_in_bytes /mnt/c/memory.max 2>/dev/null")).Output.Trim();
        await room.RunAsync(bounded, "for f in /mnt/memory/memory.limit_in_bytes /mnt/c/memory.max /mnt/pids/pids.max /mnt/c/pids.max; do echo -1 >$f; echo max >$f; done; for p in /mnt/*/cgroup.procs; do echo 1 >$p; done");
        Assert.Equal(bound, (await room.RunAsync(bounded, "cat /mnt/memory/memory.limit_in_bytes /mnt/c/memory.max 2>/dev/null")).Output.Trim());
    }

    [NeedsTool(Tool.Root)]
    public async Task Keys_of_who_started_the_daemon_are_not_the_hosts()
    {
        // add_key and keyctl(KEYCTL_SEARCH) by their x86-64 numbers; -3 is the session's keyring, -4 the user's, -5 the user's session's.
        const string add = "perl -e '($t, $d, $p) = (\"user\", \"haneul-key\", \"secret\"); $n += syscall(248, $t, $d, $p, 6, $_) > 0 for -3, -4, -5; exit($n ? 0 : 1)'";
        const string find = "perl -e '($t, $d) = (\"user\", \"haneul-key\"); for (-3, -4, -5) { exit 0 if syscall(250, 10, $_, $t, $d, 0) > 0 } exit 1'";
        const string unlink = "perl -e '($t, $d) = (\"user\", \"haneul-key\"); for (-3, -4, -5) { $k = syscall(250, 10, $_, $t, $d, 0); syscall(250, 9, $k, $_) if $k > 0 }'";
        (await Ran.Of("sh", ["-c", add])).Good();
        try
        {
            (await Ran.Of("sh", ["-c", find])).Good();
            await Refused(find);
            Assert.DoesNotContain("haneul-key", await room.AskAsync(Host, "cat /proc/keys"));
        }
        finally
        {
            (await Ran.Of("sh", ["-c", unlink])).Good();
        }
        var other = room.Booted();
        await room.AskAsync(other, $"{add} && {find}");
        await Refused(find);
    }

    [NeedsTool(Tool.Root)]
    public async Task One_host_does_not_see_or_reach_another()
    {
        var other = room.Booted();
        await room.AskAsync(other, "setsid sleep 4545 >/dev/null 2>&1 </dev/null & echo private >/home/note");
        Assert.Equal("0", await room.AskAsync(Host, "pgrep -c -f '^sleep 4545' || true"));
        await Refused("cat /home/note");
        await Refused($"nsenter -t {room.Hosts.Running[other].Pid} -m true");
        await room.AskAsync(other, "echo shared >/dev/shm/a");
        await Refused("cat /dev/shm/a");
        // System V IPC as well.
        await room.AskAsync(other, "ipcmk -M 64 >/dev/null");
        Assert.DoesNotContain("0x", await room.AskAsync(Host, "ipcs -m"));
    }

    [NeedsTool(Tool.Root)]
    public async Task A_root_prepared_by_the_host_leads_the_daemon_nowhere()
    {
        var victim = Path.Combine(Path.GetTempPath(), $"haneul-victim-{Guid.NewGuid():N}");
        Directory.CreateDirectory(victim);
        try
        {
            foreach (var place in new[] { "sys", "run", "proc", "dev" })
            {
                var id = room.Booted();
                await room.AskAsync(id, $"umount -l /{place}; rmdir /{place}; ln -s {victim} /{place}; rm -rf /home/ec2-user/.ssh; ln -s {victim} /home/ec2-user/.ssh");
                await room.Hosts.StopAsync(id, TimeSpan.Zero, CancellationToken.None);
                Assert.Throws<HostException>(() => room.Booted(spec => spec with { Id = id, AuthorizedKey = "ssh-ed25519 AAAA" }));
                Assert.Empty(Directory.EnumerateFileSystemEntries(victim));
                Assert.DoesNotContain(id, room.Hosts.Running.Keys);
                Assert.Equal("", (await Ran.Of("find", ["/sys/fs/cgroup", "-path", $"*{room.Places.Tag}/{id}"])).Out);
                room.Hosts.Forget(id);
            }
        }
        finally
        {
            Directory.Delete(victim, recursive: true);
        }
    }

    private async Task Refused(string command)
    {
        var ran = await room.RunAsync(Host, command);
        Assert.True(ran.ExitCode != 0, $"This was let: {command}\n{ran.Output}{ran.Errors}");
    }

    private Task Allowed(string command) => room.AskAsync(Host, command);
}
