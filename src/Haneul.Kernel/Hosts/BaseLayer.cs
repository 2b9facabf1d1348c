using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Haneul.Kernel;

/// <summary>
/// What all hosts that run the machine's programs share, read-only, below their own layers: a root whose /etc, /home, /var … are made, never the machine's, and a few programs laid over its /usr. Made once, and anew when the machine's libraries or ours have changed.
/// </summary>
internal sealed class BaseLayer
{
    private const UnixFileMode Open = (UnixFileMode)0b111_101_101;
    private const UnixFileMode Sticky = (UnixFileMode)0b1_111_111_111;

    /// <summary>Top directories of programs: links where the machine has merged them into /usr, else mounted like it.</summary>
    private static readonly string[] ProgramTops = ["usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32"];

    private static readonly string[] Directories =
    [
        "dev", "etc/cloud", "etc/profile.d", "etc/ssh/sshd_config.d", "etc/ssl/private", "etc/sudoers.d", "home/ec2-user", "media", "mnt", "opt", "proc", "root", "run", "srv", "sys", "tmp",
        "var/cache", "var/empty/sshd", "var/lib/misc", "var/lib/cloud/instance", "var/lib/empty", "var/log", "var/mail", "var/spool", "var/tmp", "var/www/html", "var/backups",
    ];

    private static readonly (string Path, string Target)[] Links =
    [
        ("var/run", "/run"), ("var/lock", "/run/lock"), ("etc/mtab", "/proc/self/mounts"), ("etc/localtime", "/usr/share/zoneinfo/UTC"),
        ("etc/os-release", "../usr/lib/os-release"), ("etc/resolv.conf", "/run/haneul/resolv.conf"),
    ];

    private static readonly (string Path, UnixFileMode Mode)[] Modes =
    [
        ("tmp", Sticky), ("var/tmp", Sticky), ("root", (UnixFileMode)0b111_000_000), ("home/ec2-user", (UnixFileMode)0b111_000_000), ("etc/ssl/private", (UnixFileMode)0b111_000_000),
        ("etc/sudoers", (UnixFileMode)0b100_100_000), ("etc/sudoers.d", (UnixFileMode)0b111_101_000), ("etc/shadow", (UnixFileMode)0b110_100_000), ("var/empty/sshd", (UnixFileMode)0b111_001_001),
    ];

    /// <summary>One program under several names.</summary>
    private static readonly string[] NamesOfPoweroff = ["halt", "reboot", "shutdown"];

    private BaseLayer(string path, IReadOnlyList<string> programs) => (Path, Programs) = (path, programs);

    public string Path { get; }

    /// <summary>The root's directories and files.</summary>
    public string Root => System.IO.Path.Combine(Path, "root");

    /// <summary>What is laid over the machine's /usr.</summary>
    public string Over => System.IO.Path.Combine(Path, "over");

    /// <summary>As <see cref="Over"/>, with programs that must belong to root, where the machine's cannot be shown so.</summary>
    public string OverWithSetuid => System.IO.Path.Combine(Path, "over-setuid");

    /// <summary>Top directories with the machine's programs, to be mounted: usr, and those that are not links into it.</summary>
    public IReadOnlyList<string> Programs { get; }

    /// <summary>The layer for the machine as it is now.</summary>
    public static BaseLayer Of(HostPlaces places, IdRange ids)
    {
        var programs = ProgramTops.Where(top => Directory.Exists("/" + top) && new FileInfo("/" + top).LinkTarget is null).ToList();
        var layer = new BaseLayer(System.IO.Path.Combine(places.Bases, Digest(ids, places)), programs);
        if (Directory.Exists(layer.Path)) return layer;
        var making = new BaseLayer(System.IO.Path.Combine(places.Bases, $"making-{Environment.ProcessId}"), programs);
        if (Directory.Exists(making.Path)) Directory.Delete(making.Path, recursive: true);
        making.Make(ids, places);
        Directory.Move(making.Path, layer.Path);
        return layer;
    }

    /// <summary>Removes layers of earlier versions; only where no host runs, since one may stand on them.</summary>
    public void RemoveOthers(HostPlaces places)
    {
        foreach (var other in Directory.EnumerateDirectories(places.Bases).Where(other => other != Path)) Directory.Delete(other, recursive: true);
    }

    private void Make(IdRange ids, HostPlaces places)
    {
        foreach (var directory in Directories) Directory.CreateDirectory(InRoot(directory));
        WriteFiles();
        foreach (var (path, target) in Links) File.CreateSymbolicLink(InRoot(path), target);
        foreach (var top in ProgramTops)
        {
            if (new FileInfo("/" + top).LinkTarget is { } target) File.CreateSymbolicLink(InRoot(top), target);
            else if (Programs.Contains(top)) Directory.CreateDirectory(InRoot(top));
        }
        MachineFiles.CopyTo(InRoot("etc"));
        if (File.Exists(places.Authority)) MachineFiles.Trust(InRoot("etc"), File.ReadAllText(places.Authority));
        var power = System.IO.Path.Combine(Over, "sbin");
        foreach (var name in NamesOfPoweroff) File.CreateSymbolicLink(System.IO.Path.Combine(power, name), "poweroff");
        foreach (var file in Directory.EnumerateFiles(InRoot("etc/skel"))) File.Copy(file, InRoot("home/ec2-user/" + System.IO.Path.GetFileName(file)));
        MachineFiles.CopyTree(Over, OverWithSetuid);
        var setuid = MachineFiles.CopySetuid(OverWithSetuid);
        foreach (var path in FileTree.Walk(Path).ToList())
        {
            FileTree.Give(path, ids.Outside(0), ids.Outside(0));
            if (Directory.Exists(path) && new FileInfo(path).LinkTarget is null) FileTree.SetMode(path, Open);
        }
        var home = InRoot("home/ec2-user");
        foreach (var path in Directory.EnumerateFileSystemEntries(home).Append(home)) FileTree.Give(path, ids.Outside(1000), ids.Outside(1000));
        FileTree.Give(InRoot("etc/shadow"), ids.Outside(0), ids.Outside(42));
        foreach (var (path, mode) in Modes) FileTree.SetMode(InRoot(path), mode);
        // After they were given away, which takes the bit off.
        foreach (var path in setuid) FileTree.SetMode(path, Open | UnixFileMode.SetUser);
    }

    private string InRoot(string name) => System.IO.Path.Combine(Root, name);

    private void WriteFiles()
    {
        var shell = File.Exists("/bin/bash") ? "/bin/bash" : "/bin/sh";
        foreach (var (name, text) in Resources())
        {
            var path = name.StartsWith("usr/", StringComparison.Ordinal) ? System.IO.Path.Combine(Over, name[4..]) : InRoot(name);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path) ?? Root);
            File.WriteAllText(path, text.Replace("@SHELL@", shell, StringComparison.Ordinal));
            FileTree.SetMode(path, path.StartsWith(Over, StringComparison.Ordinal) ? Open : (UnixFileMode)0b110_100_100);
        }
        var users = File.ReadLines(InRoot("etc/passwd")).Select(line => line.Split(':')[0]);
        // '*' is no password that could be typed, but not a locked account either: sshd refuses those.
        File.WriteAllLines(InRoot("etc/shadow"), users.Select(user => $"{user}:*:20000:0:99999:7:::"));
    }

    private static IEnumerable<(string Name, string Text)> Resources()
    {
        var assembly = typeof(BaseLayer).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith("base/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"No resource {name}");
            using var reader = new StreamReader(stream, Encoding.UTF8);
            yield return (name[5..], reader.ReadToEnd());
        }
    }

    /// <summary>Tells one content from another: ours, the machine's libraries and links, whom hosts trust, the owners.</summary>
    private static string Digest(IdRange ids, HostPlaces places)
    {
        var about = new StringBuilder().AppendLine(ids.Map);
        foreach (var (name, text) in Resources()) about.AppendLine(name).AppendLine(text);
        foreach (var array in new[] { Directories, ProgramTops, NamesOfPoweroff }) about.AppendJoin(' ', array).AppendLine();
        about.AppendJoin(' ', Links).AppendJoin(' ', Modes).AppendLine();
        about.AppendJoin(' ', ProgramTops.Select(top => new FileInfo("/" + top).LinkTarget ?? (Directory.Exists("/" + top) ? "here" : "none"))).AppendLine();
        if (File.Exists(places.Authority)) about.AppendLine(File.ReadAllText(places.Authority));
        foreach (var (path, changed) in MachineFiles.Dates()) about.AppendLine($"{path} {changed}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(about.ToString())))[..16];
    }
}
