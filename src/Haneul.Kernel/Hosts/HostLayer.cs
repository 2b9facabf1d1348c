using System.Security.Cryptography;
using System.Text;

namespace Haneul.Kernel;

/// <summary>
/// A host's own directory in the data directory: what it has written (the upper layer), its console. What lies in the upper layer of a host that has run is the host's: nothing is written there again, and nothing read without care for links.
/// </summary>
internal sealed class HostLayer(string path, IdRange ids)
{
    private const UnixFileMode Open = (UnixFileMode)0b111_101_101;
    private const UnixFileMode Private = (UnixFileMode)0b111_000_000;
    private const UnixFileMode File644 = (UnixFileMode)0b110_100_100;
    private const UnixFileMode File600 = (UnixFileMode)0b110_000_000;
    private const int ConsoleBytes = 64 * 1024;

    public string Upper => Path.Combine(path, "upper");

    public string Work => Path.Combine(path, "work");

    /// <summary>What the host prints; it may write there itself, but not see where it lies.</summary>
    public string Console => Path.Combine(path, "console");

    /// <summary>The name of the image that it stands on; no file: the default.</summary>
    public string Image => Path.Combine(path, "image");

    /// <summary>Makes the layer with what a host of this spec needs, if there is none; a layer half made (the daemon died) is made anew.</summary>
    public void Prepare(HostSpec spec, HostImage image)
    {
        if (Directory.Exists(path)) return;
        var making = new HostLayer(path + ".new", ids);
        FileTree.Remove(path + ".new");
        making.Make(spec, image);
        Directory.Move(path + ".new", path);
    }

    public void Remove()
    {
        foreach (var directory in new[] { path, path + ".new" }) FileTree.Remove(directory);
    }

    /// <summary>The newest 64 KiB of the console.</summary>
    public string ReadConsole()
    {
        if (!File.Exists(Console)) return "";
        using var file = new FileStream(Console, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Seek(-Math.Min(file.Length, ConsoleBytes), SeekOrigin.End);
        var buffer = new byte[ConsoleBytes];
        return Encoding.UTF8.GetString(buffer, 0, file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false));
    }

    private void Make(HostSpec spec, HostImage image)
    {
        Directory.CreateDirectory(Work);
        FileTree.SetMode(path, Private);
        MakeDirectory(".", Open, 0);
        FileTree.Give(Work, ids.Outside(0), ids.Outside(0));
        File.WriteAllBytes(Console, []);
        FileTree.SetMode(Console, File600);
        FileTree.Give(Console, ids.Outside(0), ids.Outside(0));

        MakeDirectory("etc", Open, 0);
        Write("etc/hostname", spec.HostName + "\n", File644);
        Write("etc/hosts", HostFiles.Hosts(spec), File644);
        // As systemd makes it: 32 hex digits, never the machine's.
        Write("etc/machine-id", Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(spec.Id))) + "\n", File644);
        var account = image.Account(spec.User);
        foreach (var (name, text, mode) in account.Files)
        {
            if (name.StartsWith("etc/sudoers.d/", StringComparison.Ordinal)) MakeDirectory("etc/sudoers.d", (UnixFileMode)0b111_101_000, 0);
            Write(name, text, mode);
        }
        if (!ids.IsComplete && account.Number != 0) Write("etc/group", OnlyUser.Groups(account.Files.Where(f => f.Name == "etc/group").Select(f => f.Text).FirstOrDefault() ?? image.Text("etc/group"), account.Group), File644);
        if (image.NeedsResolverLink) Link("etc/resolv.conf", HostFiles.ResolverPath);
        if (account.NeedsHome || spec.AuthorizedKey is not null) MakeHome(account, spec.AuthorizedKey);
        if (!spec.UserData.IsDefaultOrEmpty) WriteUserData(spec);
        if (image.Name != HostImage.Default) File.WriteAllText(Image, image.Name);
    }

    private void MakeHome(HostAccount account, string? key)
    {
        var parts = account.Home.Split('/');
        for (var depth = 1; depth < parts.Length; depth++) MakeDirectory(string.Join('/', parts[..depth]), Open, 0);
        MakeDirectory(account.Home, Private, account.Number, account.Group);
        if (key is null) return;
        MakeDirectory($"{account.Home}/.ssh", Private, account.Number, account.Group);
        Write($"{account.Home}/.ssh/authorized_keys", key.Trim() + "\n", File600, account.Number, account.Group);
    }

    private void WriteUserData(HostSpec spec)
    {
        foreach (var directory in new[] { "var", "var/lib", "var/lib/cloud", "var/lib/cloud/instance", "var/lib/cloud/instance/scripts" }) MakeDirectory(directory, Open, 0);
        var boot = UserDataScript.Of(spec.UserData.AsSpan());
        WriteBytes("var/lib/cloud/instance/user-data.txt", spec.UserData.AsSpan(), File600, 0);
        if (boot.IsScript) WriteBytes("var/lib/cloud/instance/scripts/part-001", spec.UserData.AsSpan(), Private, 0);
        Write("var/lib/cloud/instance/boot", boot.Text, Private);
        Write("var/lib/cloud/instance/first-boot", "", File600);
    }

    private void MakeDirectory(string name, UnixFileMode mode, uint owner, uint group = 0)
    {
        var full = Path.Combine(Upper, name);
        Directory.CreateDirectory(full);
        FileTree.SetMode(full, mode);
        FileTree.Give(full, ids.Outside(owner), ids.Outside(group));
    }

    private void Write(string name, string text, UnixFileMode mode, uint owner = 0, uint group = 0) => WriteBytes(name, Encoding.UTF8.GetBytes(text), mode, owner, group);

    private void WriteBytes(string name, ReadOnlySpan<byte> content, UnixFileMode mode, uint owner, uint group = 0)
    {
        var full = Path.Combine(Upper, name);
        File.WriteAllBytes(full, content);
        FileTree.SetMode(full, mode);
        FileTree.Give(full, ids.Outside(owner), ids.Outside(group));
    }

    private void Link(string name, string target)
    {
        File.CreateSymbolicLink(Path.Combine(Upper, name), target);
        FileTree.Give(Path.Combine(Upper, name), ids.Outside(0), ids.Outside(0));
    }
}
