namespace Haneul.Balancer;

/// <summary>What one loop remembers between picks from a group: whose turn it is, and its chance.</summary>
public struct PickState(ulong seed)
{
    private ulong random = seed | 1;

    /// <summary>The number of the target whose turn is next.</summary>
    public int Cursor { get; set; }

    /// <summary>Below so many, evenly enough (xorshift64*, Vigna 2016, https://doi.org/10.1145/2845077).</summary>
    public int Below(int limit) => (int)((Next() >> 32) * (ulong)limit >> 32);

    /// <summary>From 0 up to 1.</summary>
    public double Share() => (Next() >> 11) * (1.0 / (1UL << 53));

    private ulong Next()
    {
        random ^= random >> 12;
        random ^= random << 25;
        random ^= random >> 27;
        return random * 0x2545_F491_4F6C_DD1D;
    }
}
