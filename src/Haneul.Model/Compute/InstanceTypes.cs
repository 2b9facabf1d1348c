using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;

namespace Haneul.Model;

/// <summary>The instance types that Haneul knows, read once from <c>instance-types.tsv</c>.</summary>
public static class InstanceTypes
{
    private static readonly Lazy<ImmutableArray<InstanceTypeInfo>> Table = new(Read);

    private static readonly Lazy<FrozenDictionary<string, InstanceTypeInfo>> ByName = new(() => All.ToFrozenDictionary(t => t.Id.Value, StringComparer.Ordinal));

    /// <summary>All, family by family, small to large.</summary>
    public static ImmutableArray<InstanceTypeInfo> All => Table.Value;

    public static InstanceTypeInfo? Find(string name) => ByName.Value.GetValueOrDefault(name);

    public static InstanceTypeInfo Get(string name) =>
        Find(name) ?? throw new Fault("InvalidInstanceType", $"The instance type '{name}' does not exist, or Haneul does not know it: DescribeInstanceTypes lists {All.Length}");

    private static ImmutableArray<InstanceTypeInfo> Read()
    {
        using var stream = typeof(InstanceTypes).Assembly.GetManifestResourceStream("instance-types.tsv") ?? throw new InvalidOperationException("The instance types are not in the assembly");
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Where(line => line[0] != '#').Select(line => Parse(line.Split('\t')))];
    }

    private static InstanceTypeInfo Parse(string[] c) => new()
    {
        Id = new Id<InstanceTypeInfo>(c[0]),
        VCpus = Whole(c[1]),
        Cores = Whole(c[2]),
        ThreadsPerCore = Whole(c[3]),
        ValidCores = [.. List(c[4]).Select(Whole)],
        MemoryMiB = Whole(c[5]),
        Architectures = [.. List(c[6])],
        Manufacturer = c[7] == "-" ? null : c[7],
        ClockGHz = c[8] == "-" ? null : Number(c[8]),
        Hypervisor = c[9] == "-" ? null : c[9],
        Flags = [.. List(c[10])],
        EnaSupport = c[11],
        NvmeSupport = c[12],
        EbsOptimizedSupport = c[13],
        Ebs = c[14] == "-" ? null : new EbsRates(Whole(c[14].Split('-')[0]), Whole(c[15].Split('-')[0]), Whole(c[14].Split('-')[1]), Whole(c[15].Split('-')[1])),
        MaximumEbsAttachments = Whole(c[16]),
        AttachmentLimitType = c[17],
        MaximumInterfaces = Whole(c[18]),
        AddressesPerInterface = Whole(c[19]),
        NetworkPerformance = c[20],
        BaselineGbps = Number(c[21]),
        PeakGbps = Number(c[22]),
        BootModes = [.. List(c[23])],
        PlacementStrategies = [.. List(c[24])],
        Disks = [.. Several(c[25]).Select(ParseDisk)],
        Gpus = [.. Several(c[26]).Select(ParseGpu)],
    };

    /// <summary>2x900ssd</summary>
    private static LocalDisk ParseDisk(string text)
    {
        var parts = text.Split('x', 2);
        return new LocalDisk(Whole(parts[0]), Whole(parts[1][..^3]), parts[1][^3..]);
    }

    /// <summary>1x16384 NVIDIA T4</summary>
    private static Gpu ParseGpu(string text)
    {
        var words = text.Split(' ', 3);
        var parts = words[0].Split('x');
        return new Gpu(Whole(parts[0]), Whole(parts[1]), words[1], words[2]);
    }

    private static string[] List(string text) => text is "-" or "" ? [] : text.Split(',');

    private static string[] Several(string text) => text is "-" or "" ? [] : text.Split('+');

    private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
