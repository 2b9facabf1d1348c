namespace Haneul.Doctor;

/// <summary>What a part of the machine means for Haneul.</summary>
internal enum Health
{
    Ok,

    /// <summary>Packets are carried, but something is less, or will be with many instances.</summary>
    Lacking,

    /// <summary>Without it no packet is carried.</summary>
    Missing,
}

/// <summary>One thing that was looked at.</summary>
/// <param name="Name">What.</param>
/// <param name="Health">What it means.</param>
/// <param name="Told">How it is.</param>
/// <param name="Remedy">The command that puts it right; null where all is well or nothing does.</param>
internal sealed record Finding(string Name, Health Health, string Told, string? Remedy = null);
