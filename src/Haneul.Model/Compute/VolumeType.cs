using System.Collections.Frozen;

namespace Haneul.Model;

/// <summary>What a volume of a type may be. Sizes in GiB, throughput in MiB/s. https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html</summary>
public sealed record VolumeType(string Name, int LeastGiB, int MostGiB)
{
    /// <summary>The rates that may be asked for; none where AWS sets them.</summary>
    public (int Least, int Most)? Iops { get; init; }

    /// <summary>Rates may not be left open.</summary>
    public bool NeedsIops { get; init; }

    public (int Least, int Most)? Throughput { get; init; }

    private static readonly FrozenDictionary<string, VolumeType> All = new VolumeType[]
    {
        new("standard", 1, 1024),
        new("gp2", 1, 16_384),
        new("gp3", 1, 65_536) { Iops = (3000, 80_000), Throughput = (125, 2000) },
        new("io1", 4, 16_384) { Iops = (100, 64_000), NeedsIops = true },
        new("io2", 4, 65_536) { Iops = (100, 256_000), NeedsIops = true },
        new("st1", 125, 16_384),
        new("sc1", 125, 16_384),
    }.ToFrozenDictionary(t => t.Name, StringComparer.Ordinal);

    public static VolumeType Of(string name) =>
        All.GetValueOrDefault(name) ?? throw new Fault("UnknownVolumeType", $"Unsupported volume type '{name}' for volume creation.");

    /// <summary>Faults for a size or rate that the type cannot have.</summary>
    public void Check(int size, int? iops, int? throughput)
    {
        if (size < LeastGiB || size > MostGiB) throw Fault.Invalid("Size", $"{size}", $"A {Name} volume has {LeastGiB} to {MostGiB} GiB");
        if (NeedsIops && iops is null) throw Fault.Missing("iops");
        CheckRate("iops", iops, Iops);
        CheckRate("throughput", throughput, Throughput);
    }

    /// <summary>The rate in operations a second: as asked, or what AWS gives.</summary>
    public int? IopsOf(int size, int? asked) => asked ?? Name switch
    {
        "gp2" => Math.Clamp(3 * size, 100, 16_000),
        "gp3" => 3000,
        _ => null,
    };

    public int? ThroughputOf(int? asked) => asked ?? (Name == "gp3" ? 125 : null);

    private void CheckRate(string parameter, int? asked, (int Least, int Most)? allowed)
    {
        if (asked is not { } rate) return;
        if (allowed is not { } range) throw Fault.Combination($"The parameter {parameter} is not supported for {Name} volumes.");
        if (rate < range.Least || rate > range.Most) throw Fault.Invalid(parameter, $"{rate}", $"A {Name} volume has {range.Least} to {range.Most}");
    }
}
