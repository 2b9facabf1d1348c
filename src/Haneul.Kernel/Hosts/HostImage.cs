namespace Haneul.Kernel;

/// <summary>What a host's root is made of, below its own layer.</summary>
/// <param name="Lower">The directory that its overlay stands on.</param>
/// <param name="HasMachinePrograms">The machine's programs are mounted into it.</param>
internal sealed record HostImage(string Lower, bool HasMachinePrograms)
{
    private const UnixFileMode File644 = (UnixFileMode)0b110_100_100;
    private const UnixFileMode File640 = (UnixFileMode)0b110_100_000;

    /// <summary>The user that the shared base knows.</summary>
    private const string BaseUser = "ec2-user";

    /// <summary>The base has the link; an image may have anything there.</summary>
    public bool NeedsResolverLink => !HasMachinePrograms;

    /// <summary>The lower directory has no home of this user.</summary>
    public bool MakesHomeOf(string user) => user is not (BaseUser or "root");

    /// <summary>Files of accounts that differ from the lower directory's, so that the user is there.</summary>
    public IEnumerable<(string Name, string Text, UnixFileMode Mode)> Accounts(string user)
    {
        if (user is BaseUser or "root") yield break;
        HostPlaces.Checked(user);
        foreach (var (name, mode) in new[] { ("etc/passwd", File644), ("etc/group", File644), ("etc/shadow", File640) })
        {
            yield return (name, File.ReadAllText(Path.Combine(Lower, name)).Replace(BaseUser, user, StringComparison.Ordinal), mode);
        }
    }
}
