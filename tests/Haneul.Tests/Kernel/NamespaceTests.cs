using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Haneul.Kernel;
using Haneul.Model;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Kernel;

public sealed class NamespaceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [NeedsTool(Tool.Root)]
    public void Namespaces_are_made_listed_and_removed_by_name()
    {
        using var room = new KernelRoom();
        Assert.Empty(room.Kernel.Namespaces());
        room.Kernel.Make("a");
        room.Kernel.Make("b");
        Assert.Equal(["a", "b"], room.Kernel.Namespaces().Order());
        Assert.True(room.Kernel.Read("a").Links["lo"].Up);
        Refused(17, () => room.Kernel.Make("a"));
        room.Kernel.Remove("a");
        Assert.Equal(["b"], room.Kernel.Namespaces());
        Assert.False(File.Exists(room.FileOf("a")));
        Refused(2, () => room.Kernel.Remove("a"));
        Refused(2, () => room.Kernel.Read("a"));
        Assert.Throws<ArgumentException>(() => room.Kernel.Make("../a"));
    }

    [NeedsTool(Tool.Root)]
    public void A_file_that_a_crash_left_without_a_namespace_is_none_and_stands_in_nobodys_way()
    {
        using var room = new KernelRoom();
        File.WriteAllText(room.FileOf("a"), "");
        Assert.Empty(room.Kernel.Namespaces());
        Refused(2, () => room.Kernel.Read("a"));
        room.Kernel.Make("a");
        Assert.Equal(["a"], room.Kernel.Namespaces());
    }

    [NeedsTool(Tool.Root)]
    public void The_namespace_of_a_process_is_adopted_outlives_it_and_is_replaced_by_the_next()
    {
        using var room = new KernelRoom();
        using (var host = Sleeper())
        {
            room.Kernel.Adopt("host", host.Id);
            room.Done("", new KernelChange.AddCable(new CableEnd("", "e1", new Mac(0x0200_0000_0001)), new CableEnd("host", "eth0", new Mac(0x0200_0000_0002)), 1500));
            host.Kill();
            host.WaitForExit();
        }
        Assert.Contains("eth0", room.Kernel.Read("host").Links.Keys);
        using var next = Sleeper();
        room.Kernel.Adopt("host", next.Id);
        Assert.Equal(["lo"], room.Kernel.Read("host").Links.Keys);
        Assert.Equal(Inode($"/proc/{next.Id}/ns/net"), Inode(room.FileOf("host")));
        next.Kill();
        Refused(2, () => room.Kernel.Adopt("other", int.MaxValue));
        Assert.Equal(["host"], room.Kernel.Namespaces());
    }

    [NeedsTool(Tool.Root)]
    public void A_namespace_that_is_removed_is_held_by_no_copy_of_the_mounts()
    {
        using var room = new KernelRoom();
        room.Kernel.Make("a");
        room.Done("", new KernelChange.AddCable(new CableEnd("", "e1", new Mac(0x0200_0000_0001)), new CableEnd("a", "eth0", new Mac(0x0200_0000_0002)), 1500));
        // As a service manager starts a service: mounts are copied, and what happens to them here happens there.
        using var service = Process.Start("unshare", ["--mount", "--propagation", "slave", "sleep", "60"]);
        Await(() => File.Exists($"/proc/{service.Id}/mountinfo") && Inode($"/proc/{service.Id}/ns/mnt") != Inode("/proc/self/ns/mnt") && File.ReadAllText($"/proc/{service.Id}/comm") == "sleep\n");
        Assert.Contains(room.FileOf("a"), File.ReadAllText($"/proc/{service.Id}/mountinfo"));
        room.Kernel.Remove("a");
        Await(() => !room.Kernel.Read("").Links.ContainsKey("e1"));
        service.Kill();
    }

    [NeedsTool(Tool.Root)]
    public void A_socket_stays_where_it_was_made_and_the_thread_comes_home()
    {
        using var room = new KernelRoom();
        room.Kernel.Make("a");
        room.Done("a", new KernelChange.Add(new AddressPlan("lo", Ip.Parse("10.9.9.9"), 32)));
        var entry = room.Kernel.Entry;
        var home = entry.In("", Here);
        using var socket = entry.In("a", () => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        socket.Bind(new IPEndPoint(IPAddress.Parse("10.9.9.9"), 0));
        Assert.NotEqual(home, entry.In("a", Here));
        Assert.Equal(home, entry.In("", Here));
        Assert.Throws<SocketException>(() => entry.In("", () =>
        {
            using var other = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            other.Bind(new IPEndPoint(IPAddress.Parse("10.9.9.9"), 0));
            return 0;
        }));
        using var process = Sleeper();
        Assert.Equal(Link($"/proc/{process.Id}/ns/net"), entry.InThatOf(process.Id, Here));
        process.Kill();
    }

    [NeedsTool(Tool.Root)]
    public void What_fails_inside_is_thrown_outside_and_what_could_go_on_elsewhere_is_refused()
    {
        using var room = new KernelRoom();
        room.Kernel.Make("a");
        var entry = room.Kernel.Entry;
        var home = entry.In("", Here);
        Assert.Equal("inside", Assert.Throws<FormatException>(() => entry.In<int>("a", () => throw new FormatException("inside"))).Message);
        Assert.Throws<ArgumentException>(() => { _ = entry.In("a", () => Task.CompletedTask); });
        Assert.Throws<InvalidOperationException>(() => entry.In("a", () => entry.In("", Here)));
        Assert.Equal(home, entry.In("", Here));
    }

    [NeedsTool(Tool.Root)]
    public async Task Many_threads_enter_namespaces_and_each_lands_in_its_own()
    {
        using var room = new KernelRoom();
        string[] names = ["a", "b", "c"];
        foreach (var name in names) room.Kernel.Make(name);
        var entry = room.Kernel.Entry;
        var where = names.ToDictionary(n => n, n => entry.In(n, Here));
        Assert.Equal(3, where.Values.Distinct().Count());
        await Task.WhenAll(Enumerable.Range(0, 300).Select(i => Task.Run(() => Assert.Equal(where[names[i % 3]], entry.In(names[i % 3], Here)))));
    }

    [NeedsTool(Tool.Root)]
    public void A_setting_is_that_of_its_namespace_alone()
    {
        using var room = new KernelRoom();
        room.Kernel.Make("a");
        room.Done("a", new KernelChange.Set(new Setting("ipv4/ip_forward", "1")), new KernelChange.Set(new Setting("ipv4/conf/lo/rp_filter", "0")));
        Assert.Equal("1\n", room.Kernel.Entry.In("a", () => File.ReadAllText("/proc/sys/net/ipv4/ip_forward")));
        Assert.Equal("0\n", room.Kernel.Entry.In("", () => File.ReadAllText("/proc/sys/net/ipv4/ip_forward")));
        Assert.Throws<ArgumentException>(() => room.Kernel.Apply("a", [new KernelChange.Set(new Setting("../kernel/hostname", "x"))]));
    }

    [NeedsTool(Tool.Root)]
    public void More_namespaces_than_sockets_are_kept_open_are_all_reached()
    {
        using var room = new KernelRoom();
        var names = Enumerable.Range(0, OpenNamespaces.Most + 20).Select(i => $"n{i}").ToList();
        foreach (var name in names) room.Kernel.Make(name);
        Assert.All(names, name => Assert.Equal(["lo"], room.Kernel.Read(name).Links.Keys));
    }

    private static string Here() => Link("/proc/thread-self/ns/net");

    private static string Link(string path) => new FileInfo(path).LinkTarget ?? throw new InvalidOperationException($"{path} is no link");

    private static string Inode(string path) => Ran.Of("stat", ["-L", "-c", "%d %i", path]).GetAwaiter().GetResult().Good();

    private static Process Sleeper()
    {
        var process = Process.Start("unshare", ["--net", "sleep", "60"]);
        Await(() => File.ReadAllText($"/proc/{process.Id}/comm") == "sleep\n");
        return process;
    }

    private static void Await(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(() =>
    {
        Thread.Yield();
        return condition();
    }, Patience));

    private static void Refused(int errno, Action action) => Assert.Equal(errno, Assert.Throws<KernelException>(action).Errno);
}
