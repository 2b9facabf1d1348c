using Haneul.Kernel;

namespace Haneul.Tests.Kernel.Fake;

/// <summary>Elements of a set of the fake kernel.</summary>
internal static class FakeElements
{
    public static NftSet Add(NftSet set, NftChange.AddElements change, Action<NftVerdict> leads)
    {
        var elements = new Dictionary<NftKey, NftElement>(set.Elements);
        foreach (var (key, element) in change.Elements)
        {
            if (element.Verdict is { } verdict) leads(verdict);
            if ((element.Verdict is null) == (set.To == NftMapTo.Verdict) || (element.Data is null) != (set.To is NftMapTo.Nothing or NftMapTo.Verdict)) throw FakeTables.Refused(change, Errno.Invalid);
            if (!elements.TryAdd(key, element)) throw FakeTables.Refused(change, Errno.Exists);
        }
        if (set.Interval && Overlaps(set, [.. elements.Keys])) throw FakeTables.Refused(change, Errno.Exists);
        return set with { Elements = elements };
    }

    public static NftSet Remove(NftSet set, NftChange.RemoveElements change)
    {
        var elements = new Dictionary<NftKey, NftElement>(set.Elements);
        foreach (var (key, _) in change.Elements)
        {
            if (!elements.Remove(key)) throw FakeTables.Refused(change, Errno.NoSuchEntry);
        }
        return set with { Elements = elements };
    }

    /// <summary>Two boxes overlap where they do in every field; sorted by the first field, only those still open there are compared.</summary>
    private static bool Overlaps(NftSet set, List<NftKey> keys)
    {
        var fields = Fields(set);
        var (start, length) = fields[0];
        keys.Sort((a, b) => a.From.Slice(start, length).SequenceCompareTo(b.From.Slice(start, length)));
        for (var i = 0; i < keys.Count; i++)
        {
            for (var j = i + 1; j < keys.Count && keys[j].From.Slice(start, length).SequenceCompareTo(End(keys[i]).Slice(start, length)) <= 0; j++)
            {
                if (fields.TrueForAll(f => Meet(keys[i], keys[j], f.Start, f.Length))) return true;
            }
        }
        return false;
    }

    private static bool Meet(NftKey one, NftKey other, int start, int length) =>
        one.From.Slice(start, length).SequenceCompareTo(End(other).Slice(start, length)) <= 0 && other.From.Slice(start, length).SequenceCompareTo(End(one).Slice(start, length)) <= 0;

    private static ReadOnlySpan<byte> End(NftKey key) => key.IsRange ? key.To : key.From;

    /// <summary>Where each field lies in a key.</summary>
    private static List<(int Start, int Length)> Fields(NftSet set)
    {
        var fields = new List<(int, int)>();
        var at = 0;
        foreach (var type in set.Key)
        {
            var length = type is NftType.Ipv6Addr or NftType.IfName ? 16 : 4;
            fields.Add((at, length));
            at += length;
        }
        return fields;
    }
}
