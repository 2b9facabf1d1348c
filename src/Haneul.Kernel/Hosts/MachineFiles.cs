namespace Haneul.Kernel;

/// <summary>
/// The few files of the machine's /etc that hosts get a copy of, because its programs in /usr lean on them and they say nothing about the machine: links into /usr (alternatives), the list of libraries, certificates of public authorities.
/// </summary>
internal static class MachineFiles
{
    private const string Alternatives = "/etc/alternatives";
    private const string Libraries = "/etc/ld.so.cache";

    /// <summary>Of the subject <c>CN=Haneul emulated cloud, O=Haneul</c>: openssl x509 -subject_hash.</summary>
    private const string HashOfAuthority = "1c241c76";

    /// <summary>Of certificates, by distribution: the first that is there is shown under all names.</summary>
    private static readonly string[] Certificates = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"];

    /// <summary>Programs that need root's rights inside, with what they load, which must be root's too.</summary>
    private static readonly string[] SetuidPrograms = ["bin/sudo", "bin/su", "bin/newgrp", "bin/passwd"];

    private static readonly string[] SudoPlugins = ["libexec/sudo", "lib/sudo", "lib64/sudo"];

    /// <summary>When that was last changed which is copied.</summary>
    public static IEnumerable<(string Path, long Changed)> Dates() =>
        Certificates.Append(Libraries).Append(Alternatives).Append("/usr/bin/sudo").Select(path => (path, File.Exists(path) || Directory.Exists(path) ? File.GetLastWriteTimeUtc(path).Ticks : 0));

    public static void CopyTo(string etc)
    {
        if (File.Exists(Libraries)) File.Copy(Libraries, Path.Combine(etc, "ld.so.cache"));
        if (Certificates.FirstOrDefault(File.Exists) is { } bundle)
        {
            foreach (var name in Certificates)
            {
                var target = Path.Combine(etc, Path.GetRelativePath("/etc", name));
                Directory.CreateDirectory(Path.GetDirectoryName(target) ?? etc);
                if (name == Certificates[0]) File.Copy(bundle, target);
                else File.CreateSymbolicLink(target, Certificates[0]);
            }
        }
        if (Directory.Exists(Alternatives)) CopyAlternatives(Path.Combine(etc, "alternatives"));
    }

    /// <summary>Adds a certificate to those that programs trust: to the list of all, and by the hash of its subject, as OpenSSL looks it up (openssl-rehash(1)).</summary>
    public static void Trust(string etc, string certificate)
    {
        var all = Path.Combine(etc, Path.GetRelativePath("/etc", Certificates[0]));
        Directory.CreateDirectory(Path.GetDirectoryName(all) ?? etc);
        File.AppendAllText(all, certificate);
        File.WriteAllText(Path.Combine(etc, "ssl/certs", $"{HashOfAuthority}.0"), certificate);
    }

    /// <summary>Copies files and links of a small tree of ours.</summary>
    public static void CopyTree(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var path in Directory.EnumerateFileSystemEntries(from))
        {
            var target = Path.Combine(to, Path.GetFileName(path));
            if (new FileInfo(path).LinkTarget is { } link) File.CreateSymbolicLink(target, link);
            else if (Directory.Exists(path)) CopyTree(path, target);
            else File.Copy(path, target);
        }
    }

    /// <summary>Copies of the machine's programs that need root's rights. The answer: the files to be marked so.</summary>
    public static IReadOnlyList<string> CopySetuid(string over)
    {
        var made = new List<string>();
        // Some distributions let nobody but root read them: then a normal user's hosts do without.
        foreach (var program in SetuidPrograms.Where(program => UserCalls.MayRead(Path.Combine("/usr", program))))
        {
            var target = Path.Combine(over, program);
            Directory.CreateDirectory(Path.GetDirectoryName(target) ?? over);
            File.Copy(Path.Combine("/usr", program), target);
            made.Add(target);
        }
        foreach (var plugins in SudoPlugins.Where(plugins => Directory.Exists(Path.Combine("/usr", plugins)))) CopyTree(Path.Combine("/usr", plugins), Path.Combine(over, plugins));
        return made;
    }

    private static void CopyAlternatives(string to)
    {
        Directory.CreateDirectory(to);
        foreach (var path in Directory.EnumerateFileSystemEntries(Alternatives))
        {
            if (new FileInfo(path).LinkTarget is { } target && target.StartsWith("/usr/", StringComparison.Ordinal)) File.CreateSymbolicLink(Path.Combine(to, Path.GetFileName(path)), target);
        }
    }
}
