using System.Globalization;

namespace Haneul.Kernel;

/// <summary>What a host's root is made of, below its own layer.</summary>
/// <param name="Name">As a spec names it.</param>
/// <param name="Lower">The directory that its overlay stands on.</param>
/// <param name="HasMachinePrograms">The machine's programs are mounted into it.</param>
internal sealed record HostImage(string Name, string Lower, bool HasMachinePrograms)
{
    public const string Default = "default";

    private const UnixFileMode File644 = (UnixFileMode)0b110_100_100;
    private const UnixFileMode File640 = (UnixFileMode)0b110_100_000;
    private const UnixFileMode File440 = (UnixFileMode)0b100_100_000;
    private const uint FirstPerson = 1000;

    /// <summary>The user that the shared base knows.</summary>
    private const string BaseUser = "ec2-user";

    /// <summary>The base has the link; an image may have anything there.</summary>
    public bool NeedsResolverLink => !HasMachinePrograms;

    /// <summary>The user that people log in as, and what must be written so that it is there.</summary>
    public HostAccount Account(string user)
    {
        HostPlaces.Checked(user);
        if (user == "root") return new HostAccount(0, 0, "root", false, []);
        if (!HasMachinePrograms) return InImage(user);
        return new HostAccount(FirstPerson, FirstPerson, $"home/{user}", user != BaseUser, user == BaseUser ? [] :
        [
            .. new[] { ("etc/passwd", File644), ("etc/group", File644), ("etc/shadow", File640) }
                .Select(file => (file.Item1, File.ReadAllText(Path.Combine(Lower, file.Item1)).Replace(BaseUser, user, StringComparison.Ordinal), file.Item2)),
        ]);
    }

    /// <summary>A file of it, empty where there is none.</summary>
    public string Text(string name) => FileTree.ReadInside(Lower, name) ?? "";

    /// <summary>In a root that others made: its own user of that name, or one more.</summary>
    private HostAccount InImage(string user)
    {
        var passwd = Lines("etc/passwd");
        (string, string, UnixFileMode)[] sudo = [("etc/sudoers.d/90-haneul", $"{user} ALL=(ALL:ALL) NOPASSWD: ALL\n", File440)];
        if (passwd.Select(line => line.Split(':')).FirstOrDefault(fields => fields.Length >= 7 && fields[0] == user) is { } known)
        {
            var number = uint.Parse(known[2], CultureInfo.InvariantCulture);
            var group = uint.Parse(known[3], CultureInfo.InvariantCulture);
            return new HostAccount(number, group, string.Join('/', known[5].Split('/', StringSplitOptions.RemoveEmptyEntries).Select(HostPlaces.Checked)), true, sudo);
        }
        var (group0, shadow) = (Lines("etc/group"), Lines("etc/shadow"));
        var taken = passwd.Concat(group0).Select(line => line.Split(':')).Where(fields => fields.Length > 2).Select(fields => fields[2]).ToHashSet(StringComparer.Ordinal);
        var free = FirstPerson;
        while (taken.Contains(free.ToString(CultureInfo.InvariantCulture))) free++;
        var shell = Has("bin/bash") ? "/bin/bash" : "/bin/sh";
        return new HostAccount(free, free, $"home/{user}", true,
        [
            ("etc/passwd", Text(passwd, $"{user}:x:{free}:{free}::/home/{user}:{shell}"), File644),
            ("etc/group", Text(group0, $"{user}:x:{free}:"), File644),
            ("etc/shadow", Text(shadow, $"{user}:*:20000:0:99999:7:::"), File640),
            .. sudo,
        ]);
    }

    private IReadOnlyList<string> Lines(string name) => FileTree.ReadInside(Lower, name)?.Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? [];

    private bool Has(string name) => FileTree.IsInside(Lower, name);

    private static string Text(IEnumerable<string> lines, string more) => string.Join('\n', lines.Append(more)) + "\n";
}

/// <summary>A user of a host.</summary>
/// <param name="Number">As the host has it.</param>
/// <param name="Group">As the host has it.</param>
/// <param name="Home">Without a slash before it.</param>
/// <param name="NeedsHome">There is none below.</param>
/// <param name="Files">To be written into the host's layer.</param>
internal sealed record HostAccount(uint Number, uint Group, string Home, bool NeedsHome, IReadOnlyList<(string Name, string Text, UnixFileMode Mode)> Files);
