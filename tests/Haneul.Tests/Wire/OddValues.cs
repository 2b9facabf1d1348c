using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Tests.Wire;

/// <summary>Values for members of any type: some that are right, some that are nearly right, some that no one should send.</summary>
internal sealed class OddValues(Random chance, Func<World> world)
{
    private static readonly string[] Words =
    [
        "available", "running", "vpc-id", "tag:Name", "tag-key", "state", "Name", "default", "ap-northeast-2", "ap-northeast-2a", "ap-northeast-1", "apne2-az1", "t3.micro", "m5.large", "vpc", "subnet", "instance",
        "tcp", "udp", "icmp", "icmpv6", "-1", "6", "58", "all", "allow", "deny", "public", "private", "Gateway", "Interface", "ipsec.1", "IPv4", "IPv6", "gp3", "/dev/xvda", "/dev/sdf", "ALL", "ACCEPT", "cloud-watch-logs", "s3", "stop", "terminate",
        "optional", "required", "enabled", "disabled", "cluster", "standard", "unlimited", "prefix", "explicit", "com.amazonaws.ap-northeast-2.s3", "com.amazonaws.ap-northeast-2.ssm", "enableDnsSupport", "instanceType", "userData", "groupSet",
        "$Latest", "$Default", "1", "self", "amazon", "000000000000", "111111111111", "rsa", "ed25519", "vpcs", "L-F678F1CE", "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64", "AmazonProvidedDNS", "domain-name-servers",
        "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore", "arn:aws:logs:ap-northeast-2:000000000000:log-group:a:*", "arn:aws:s3:::bucket/x", "{\"Version\":\"2012-10-17\",\"Statement\":[]}", "*", "a*b?",
    ];

    private static readonly string[] Addresses =
    [
        "10.0.0.0/16", "10.0.0.0/24", "172.31.0.0/20", "172.31.96.0/20", "172.31.0.10", "10.0.0.5", "0.0.0.0/0", "::/0", "10.0.0.1/16", "10.0.0.0/0", "10.0.0.0/33", "10.0.0.0/-1", "0.0.0.0", "255.255.255.255", "255.255.255.255/32", "100.64.0.0/10", "169.254.10.0/30",
        "169.254.0.0/16", "224.0.0.0/4", "127.0.0.1", "fd00::/8", "2406:da12::/56", "2406:da12:0:1::/64", "::ffff:10.0.0.1", "fe80::1%eth0", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128", "10.0.0", "10.0.0.0/16/16", "1", "/24", "010.0.0.0/8", "203.0.113.10",
    ];

    private static readonly string[] Numbers =
    [
        "0", "1", "2", "3", "8", "22", "28", "100", "200", "443", "1000", "32766", "32767", "65535", "65536", "-1", "-2", "2147483647", "-2147483648", "2147483648", "9223372036854775807", "-9223372036854775808", "99999999999999999999", "1.5", "1e9", "0x10", " 1", "１", "NaN", "+1", "1,000",
    ];

    private static readonly string[] Times = ["2026-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z", "2026-02-30T00:00:00Z", "0", "-62135596801", "253402300800", "1e300", "1767225600", "yesterday", "2026-01-01T00:00:00+23:59"];

    private static readonly string[] Strange =
    [
        "", " ", "\t\n", "\0", "\u0001", "\uFFFE", "\uFFFF", "é", "하늘", "😀", "<a>&amp;</a>", "]]>", "\"'", "../../etc/passwd", "%00", "%", "a.b.c", "null", "None", "{}", "[]", "-", "vpc-", "vpc-zzzzzzzz", "vpc-0", "sg-0123456789abcdef0", "i-00000000000000000", "ami-1", "arn:", "arn:aws:::::", ":::::", "/", "//", "*", "**", "?", "[a-z", "\\", "(", "$", "${", "a=b&c=d",
    ];

    public string For(Type type)
    {
        if (chance.Next(100) < 6) return Odd();
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        if (bare == typeof(bool)) return Pick(["true", "false", "true", "false", "1", "TRUE", "yes", ""]);
        if (bare == typeof(int) || bare == typeof(long) || bare == typeof(double)) return chance.Next(4) == 0 ? $"{chance.Next(-5, 70000)}" : Pick(Numbers);
        if (bare == typeof(Ip) || bare == typeof(Cidr)) return Address();
        if (bare == typeof(byte[])) return Pick(["", "aGVsbG8=", "////", "a", "====", Convert.ToBase64String(new byte[20_000])]);
        if (bare == typeof(DateTimeOffset)) return Pick(Times);
        if (bare.IsGenericType && Key(bare.GetGenericArguments()[0]) is { } key) return key;
        return chance.Next(10) switch
        {
            < 3 => Key(null) ?? Pick(Words),
            < 7 => Pick(Words),
            7 => Address(),
            8 => Pick(Numbers),
            _ => Odd(),
        };
    }

    /// <summary>Something that no member is meant to hold.</summary>
    public string Odd() => chance.Next(12) switch
    {
        0 => new string('a', chance.Next(1, 3000)),
        1 => new string('9', chance.Next(1, 60)),
        2 => new string('x', 300_000),
        3 => string.Concat(Enumerable.Range(0, chance.Next(1, 30)).Select(_ => (char)chance.Next(1, 0xD7FF))),
        4 => Pick(Numbers),
        5 => Address(),
        _ => Pick(Strange),
    };

    public T Pick<T>(IReadOnlyList<T> from) => from[chance.Next(from.Count)];

    private string Address() => chance.Next(3) == 0 ? $"{Pick(["10", "172", "100", "192"])}.{chance.Next(0, 260)}.{chance.Next(0, 256)}.{chance.Next(0, 256)}/{chance.Next(8, 34)}" : Pick(Addresses);

    /// <summary>The key of something that exists: of this kind, or of any.</summary>
    private string? Key(Type? kind)
    {
        var now = world();
        var rows = now.Places.SelectMany(p => now[p].Rows).Where(r => kind is null || r.GetType() == kind).ToList();
        return rows.Count == 0 || chance.Next(20) == 0 ? null : Pick(rows).Key;
    }
}
