using System.Collections.Immutable;
using Haneul.Dns;
using Haneul.Model;

namespace Haneul.Tests.Dns;

/// <summary>Messages by chance: names that share endings, so that there is something to point to, and bytes of all kinds.</summary>
internal sealed class RandomMessages(System.Random random)
{
    private readonly List<DnsName> names = [DnsName.Root];

    public DnsMessage Next() => new()
    {
        Id = (ushort)random.Next(65536),
        IsResponse = Coin(),
        Opcode = random.Next(16),
        IsAuthoritative = Coin(),
        IsTruncated = Coin(),
        WantsRecursion = Coin(),
        OffersRecursion = Coin(),
        IsAuthentic = Coin(),
        WantsUnchecked = Coin(),
        Rcode = (DnsRcode)random.Next(16),
        Questions = Some(2, () => new DnsQuestion(Name(), (DnsType)random.Next(1, 41), (DnsClass)random.Next(1, 256))),
        Answers = Some(6, Record),
        Authorities = Some(3, Record),
        Additionals = Some(3, Record),
        Extension = Coin() ? new DnsExtension(random.Next(65536), random.Next(256), Coin(), Bytes(20)) : null,
    };

    private bool Coin() => random.Next(2) == 0;

    private ImmutableArray<T> Some<T>(int most, Func<T> next) => [.. Enumerable.Range(0, random.Next(most + 1)).Select(_ => next())];

    private DnsRecord Record() => new(Name(), (uint)random.NextInt64(1L << 32), Data(), (DnsClass)random.Next(65536));

    private DnsData Data() => random.Next(6) switch
    {
        0 => new DnsData.Address(Ip.V4((uint)random.NextInt64(1L << 32))),
        1 => new DnsData.Address(new Ip(new UInt128((ulong)random.NextInt64(), (ulong)random.NextInt64()), true)),
        2 => new DnsData.Named(new[] { DnsType.Ns, DnsType.Cname, DnsType.Ptr }[random.Next(3)], Name()),
        3 => new DnsData.Start(Name(), Name(), 1, 2, 3, uint.MaxValue, (uint)random.Next()),
        4 => new DnsData.Raw(DnsType.Txt, Bytes(40)),
        _ => new DnsData.Raw((DnsType)random.Next(300, 65536), Bytes(400)),
    };

    private ImmutableArray<byte> Bytes(int most)
    {
        var bytes = new byte[random.Next(most + 1)];
        random.NextBytes(bytes);
        return [.. bytes];
    }

    /// <summary>One that was there, or one with a label before such a one.</summary>
    private DnsName Name()
    {
        var below = names[random.Next(names.Count)];
        if (random.Next(3) == 0) return below;
        var label = string.Concat(Enumerable.Range(0, random.Next(8) == 0 ? random.Next(1, 64) : random.Next(1, 9)).Select(_ => random.Next(5) == 0 ? (char)random.Next(256) : (char)random.Next('a', 'z' + 1)));
        if (DnsName.Of([label, .. below.Labels]) is not { } name) return below;
        names.Add(name);
        return name;
    }
}
