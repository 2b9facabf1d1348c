namespace Haneul.Balancer.Http2;

/// <summary>Finds a name in the static table without making a string of it: by length and ends, then by comparison.</summary>
internal static class StaticNames
{
    private const int Buckets = 256;

    private static readonly byte[][] ByBucket = Filled();

    /// <summary>The first field of that name (lower case); 0: none has it.</summary>
    public static int IndexOf(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty) return 0;
        foreach (var index in ByBucket[Bucket(name)])
        {
            if (StaticTable.Name(index).SequenceEqual(name)) return index;
        }
        return 0;
    }

    private static byte[][] Filled() => [.. Enumerable.Range(0, Buckets).Select(bucket => Enumerable.Range(1, StaticTable.Count)
        .DistinctBy(i => System.Text.Encoding.ASCII.GetString(StaticTable.Name(i)))
        .Where(i => Bucket(StaticTable.Name(i)) == bucket).Select(i => (byte)i).ToArray())];

    private static int Bucket(ReadOnlySpan<byte> name) => (name.Length * 31 + name[0] * 7 + name[^1]) & (Buckets - 1);
}
