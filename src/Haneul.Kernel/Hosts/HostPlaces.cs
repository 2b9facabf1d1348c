using System.Security.Cryptography;
using System.Text;

namespace Haneul.Kernel;

/// <summary>Where hosts of one Haneul lie: what must survive the machine's restart below the data directory, what must not below the run directory.</summary>
/// <param name="Run">A directory on a filesystem that is empty after a restart: <c>/run/haneul/0a1b2c3d</c>.</param>
/// <param name="Data">The data directory: layers and images lie there.</param>
/// <param name="Tag">Tells this Haneul's cgroups from another's: 8 hex digits.</param>
public sealed record HostPlaces(string Run, string Data, string Tag)
{
    /// <summary>Those of the Haneul that keeps its data here: below /run for root (of the machine), else in the user's own runtime directory.</summary>
    public static HostPlaces Of(string data)
    {
        var full = Path.GetFullPath(data);
        var tag = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(full)))[..8];
        var above = Environment.IsPrivilegedProcess && UserCalls.MayWrite("/run") ? "/run" : OwnRunDirectory();
        return new HostPlaces(Path.Combine(above, "haneul", tag), full, tag);
    }

    /// <summary>A directory of the user's own that is empty after a restart: XDG_RUNTIME_DIR, else one below /tmp that nobody else can write (XDG base directory specification).</summary>
    public static string OwnRunDirectory()
    {
        if (Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } own) return own;
        var made = Path.Combine(Path.GetTempPath(), string.Create(System.Globalization.CultureInfo.InvariantCulture, $"haneul-{UserCalls.UserNumber()}"));
        Directory.CreateDirectory(made);
        if (new DirectoryInfo(made).LinkTarget is not null) throw new HostException($"{made} is a link");
        // Only its owner can: what somebody else put there is refused.
        FileTree.SetMode(made, (UnixFileMode)0b111_000_000);
        return made;
    }

    /// <summary>What keeps a normal user's namespaces is written down here.</summary>
    public string Keeper => Path.Combine(Run, "keeper");

    /// <summary>One directory for each host: its writable layer, its console.</summary>
    public string Layers => Path.Combine(Data, "layers");

    /// <summary>Root filesystems that hosts may have instead of the machine's programs.</summary>
    public string Images => Path.Combine(Data, "images");

    /// <summary>What all hosts with the machine's programs share: made /etc, /home, /var …</summary>
    public string Bases => Path.Combine(Data, "base");

    /// <summary>The certificate of an authority that hosts trust besides the machine's; there is none where the file is missing.</summary>
    public string Authority => Path.Combine(Data, "authority.crt");

    /// <summary>One file for each host that runs.</summary>
    public string Cards => Path.Combine(Run, "hosts");

    /// <summary>Where roots are put together, in a mount namespace that nobody else sees.</summary>
    public string Scaffold => Path.Combine(Run, "scaffold");

    /// <summary>A host's own directory. An id that would lead elsewhere is refused.</summary>
    public string LayerOf(string id) => Path.Combine(Layers, Checked(id));

    public string CardOf(string id) => Path.Combine(Cards, Checked(id));

    /// <summary>The name of an image or host as a file name.</summary>
    public static string Checked(string name) =>
        name.Length is > 0 and <= 100 && name[0] != '.' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? name
            : throw new HostException($"'{name}' cannot be a name: letters, digits, '-', '_' and '.' only, at most 100, and no '.' first");
}
