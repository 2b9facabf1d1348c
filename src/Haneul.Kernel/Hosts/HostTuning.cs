namespace Haneul.Kernel;

/// <summary>Makes a machine seem less able than it is, so that what is done on such machines can be tried.</summary>
internal sealed record HostTuning
{
    /// <summary>As before Linux 6.17: a /proc cannot be made from outside.</summary>
    public bool MountsProcFromInside { get; init; }

    /// <summary>The same in a user namespace.</summary>
    public bool MountsProcAtHome { get; init; }

    /// <summary>As on filesystems whose files cannot be shown as another's.</summary>
    public bool CannotMapOwners { get; init; }
}
