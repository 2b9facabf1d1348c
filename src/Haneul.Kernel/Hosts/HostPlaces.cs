using System.Security.Cryptography;
using System.Text;

namespace Haneul.Kernel;

/// <summary>Where hosts of one Haneul lie: what must survive the machine's restart below the data directory, what must not below the run directory.</summary>
/// <param name="Run">A directory on a filesystem that is empty after a restart: <c>/run/haneul/0a1b2c3d</c>.</param>
/// <param name="Data">The data directory: layers and images lie there.</param>
/// <param name="Tag">Tells this Haneul's cgroups from another's: 8 hex digits.</param>
public sealed record HostPlaces(string Run, string Data, string Tag)
{
    /// <summary>Those of the Haneul that keeps its data here: below /run for root, else in the user's own runtime directory.</summary>
    public static HostPlaces Of(string data)
    {
        var full = Path.GetFullPath(data);
        var tag = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(full)))[..8];
        var above = Environment.IsPrivilegedProcess ? "/run"
            : Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } own ? own : Path.GetTempPath();
        return new HostPlaces(Path.Combine(above, "haneul", tag), full, tag);
    }

    /// <summary>One directory for each host: its writable layer, its console.</summary>
    public string Layers => Path.Combine(Data, "layers");

    /// <summary>Root filesystems that hosts may have instead of the machine's programs.</summary>
    public string Images => Path.Combine(Data, "images");

    /// <summary>What all hosts with the machine's programs share: made /etc, /home, /var …</summary>
    public string Bases => Path.Combine(Data, "base");

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
