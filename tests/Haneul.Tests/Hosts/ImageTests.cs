using Haneul.Kernel;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Hosts;

public sealed class ImageTests(HostRoom room) : IClassFixture<HostRoom>
{
    [NeedsTool(Tool.Root)]
    public async Task A_host_stands_on_an_image_from_a_directory_or_a_tarball()
    {
        var tree = await TreeAsync();
        var tarball = tree + ".tar.gz";
        (await Ran.Of("tar", ["--directory", tree, "-czf", tarball, "."])).Good();
        var shelf = new ImageShelf(room.Places);
        shelf.Add("from-tree", tree);
        shelf.Add("from-tarball", tarball);
        Assert.Equal(["from-tarball", "from-tree"], shelf.Names);
        foreach (var name in shelf.Names)
        {
            var id = room.Booted(spec => spec with { Image = name, User = "ubuntu", AuthorizedKey = "ssh-ed25519 AAAA me" });
            Assert.Equal("made by hand", await room.AskAsync(id, "cat /etc/issue"));
            Assert.Equal("0 0 1001 1500", await room.AskAsync(id, "stat -c %u /; stat -c %u /etc; stat -c %u /home/ubuntu/.ssh/authorized_keys; stat -c %u /opt/others") is var owners ? owners.Replace('\n', ' ') : "");
            Assert.Equal("755", await room.AskAsync(id, "stat -c %a /home"));
            Assert.Equal("4755", await room.AskAsync(id, "stat -c %a /usr/bin/special"));
            Assert.NotEqual(0, (await room.RunAsync(id, "ls /usr/bin/perl")).ExitCode);
            Assert.Contains("ip-10-0-0-10", await room.AskAsync(id, "cat /etc/hostname /etc/hosts; cat /etc/resolv.conf"));
            Assert.Contains("ubuntu:x:1001:1001::/home/ubuntu:/bin/sh", await room.AskAsync(id, "cat /etc/passwd"));
            Assert.Contains("NOPASSWD", await room.AskAsync(id, "cat /etc/sudoers.d/90-haneul"));
            // What it writes stays its own.
            await room.AskAsync(id, "echo changed >/etc/issue");
            Assert.Equal("made by hand\n", await File.ReadAllTextAsync(Path.Combine(room.Places.Images, name, "etc/issue")));
            Assert.Contains("stands on image", Assert.Throws<HostException>(() => shelf.Remove(name)).Message);
            await room.Hosts.StopAsync(id, TimeSpan.FromSeconds(5), CancellationToken.None);
            room.Hosts.Forget(id);
            shelf.Remove(name);
        }
        Assert.Empty(shelf.Names);
        Directory.Delete(tree, recursive: true);
        File.Delete(tarball);
    }

    [NeedsTool(Tool.Root)]
    public async Task What_is_no_root_filesystem_is_refused_and_leaves_nothing()
    {
        var shelf = new ImageShelf(room.Places);
        var tree = Directory.CreateTempSubdirectory("haneul-image-").FullName;
        await File.WriteAllTextAsync(Path.Combine(tree, "file"), "no tarball");
        Assert.Contains("no /bin/sh", Assert.Throws<HostException>(() => shelf.Add("empty", tree)).Message);
        Assert.Contains("cannot be unpacked", Assert.Throws<HostException>(() => shelf.Add("text", Path.Combine(tree, "file"))).Message);
        Assert.Contains("nothing at", Assert.Throws<HostException>(() => shelf.Add("none", Path.Combine(tree, "none"))).Message);
        Assert.Throws<HostException>(() => shelf.Add("default", tree));
        Assert.Throws<HostException>(() => shelf.Add("../up", tree));
        Assert.Throws<HostException>(() => room.Booted(spec => spec with { Image = "unknown" }));
        Assert.Empty(shelf.Names);
        Assert.Empty(Directory.EnumerateFileSystemEntries(room.Places.Images));
        Directory.Delete(tree, recursive: true);
    }

    [NeedsTool(Tool.Root)]
    public async Task An_image_that_leads_out_of_its_tree_leads_nowhere()
    {
        var shelf = new ImageShelf(room.Places);
        var tree = await TreeAsync();
        var secret = Path.Combine(Path.GetTempPath(), $"haneul-secret-{Guid.NewGuid():N}");
        await File.WriteAllTextAsync(secret, "root:secret:0:0::/:/bin/sh\n");
        FileTree.SetMode(secret, UnixFileMode.UserRead);
        File.Delete(Path.Combine(tree, "etc/passwd"));
        File.CreateSymbolicLink(Path.Combine(tree, "etc/passwd"), secret);
        File.CreateSymbolicLink(Path.Combine(tree, "srv"), "/");
        shelf.Add("leads-out", tree);
        var id = room.Booted(spec => spec with { Image = "leads-out" });
        Assert.DoesNotContain("secret", await room.AskAsync(id, "cat /etc/passwd /srv/etc/passwd"));
        await room.Hosts.StopAsync(id, TimeSpan.Zero, CancellationToken.None);
        room.Hosts.Forget(id);
        shelf.Remove("leads-out");
        File.Delete(secret);
        Directory.Delete(tree, recursive: true);
    }

    /// <summary>A small root of the machine's own programs with what they load.</summary>
    private static async Task<string> TreeAsync()
    {
        var tree = Directory.CreateTempSubdirectory("haneul-image-").FullName;
        string[] programs = ["/bin/sh", "/bin/cat", "/bin/ls", "/bin/stat", "/bin/sleep", "/bin/id", "/bin/chmod"];
        foreach (var program in programs)
        {
            (await Ran.Of("sh", ["-c", $"mkdir -p {tree}/usr/bin; cp -L {program} {tree}/usr/bin/; for l in $(ldd {program} | grep -o '/[^ ]*'); do mkdir -p {tree}/$(dirname $(readlink -f $(dirname $l))/x); cp -L $l {tree}/$(readlink -f $(dirname $l))/; done"])).Good();
        }
        (await Ran.Of("sh", ["-c", $"""
            cd {tree} && ln -s usr/bin bin && for d in lib lib64; do [ -L /$d ] && ln -s $(readlink /$d) $d; done
            mkdir -p etc opt dev home && chmod 755 {tree} home && echo made by hand >etc/issue
            printf 'root:x:0:0::/root:/bin/sh\nother:x:1000:1000::/home/other:/bin/sh\n' >etc/passwd; printf 'root:x:0:\n' >etc/group; mkdir etc/sudoers.d
            touch opt/others && chown 1500:1500 opt/others; cp usr/bin/id usr/bin/special; chmod 4755 usr/bin/special; mknod dev/disk b 7 200
            """])).Good();
        return tree;
    }
}
