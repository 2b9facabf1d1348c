using Haneul.Api.Wire;
using Haneul.Model;
using Haneul.Services;
using Xunit;

namespace Haneul.Tests.Dns;

/// <summary>What names, times and keys of the cloud are made of, without a network.</summary>
public sealed class CloudNameTests
{
    [Theory]
    [InlineData("10.0.0.10.in-addr.arpa", "10.0.0.10")]
    [InlineData("1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa", "2001:db8::1")]
    [InlineData("0.0.10.in-addr.arpa", null)]
    [InlineData("010.0.0.10.in-addr.arpa", null)]
    [InlineData("10.0.0.10.10.in-addr.arpa", null)]
    [InlineData("x.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa", null)]
    public void A_reverse_name_is_an_address_backwards(string name, string? address) => Assert.Equal(address, AddressNames.Reverse(name)?.ToString());

    [Theory]
    [InlineData("ec2.ap-northeast-2.amazonaws.com", true)]
    [InlineData("sts.amazonaws.com", true)]
    [InlineData("nothing.ap-northeast-2.amazonaws.com", false)]
    [InlineData("ec2.nowhere-1.amazonaws.com", false)]
    public void Endpoints_are_those_of_services_that_answer(string name, bool isThere) => Assert.Equal(isThere, CloudZones.EndpointAddresses(name) is not null);

    [Theory]
    [InlineData("com", true)]
    [InlineData("amazonaws.com", true)]
    [InlineData("compute.internal", true)]
    [InlineData("example.com", false)]
    public void What_is_above_a_name_is_not_said_to_be_absent(string name, bool isAbove) => Assert.Equal(isAbove, CloudZones.HasNamesBelow(name));

    [Fact]
    public void A_key_says_whose_account_it_is_and_only_keys_of_haneul_do()
    {
        for (var chance = 0; chance < 256; chance++)
        {
            foreach (var account in new[] { "000000000000", "123456789012", "999999999999" })
            {
                var key = TemporaryKeys.Make(account, (byte)chance);
                Assert.Matches("^ASIA[A-Z2-7]{16}$", key);
                Assert.Equal(account, TemporaryKeys.AccountOf(key));
                Assert.Null(TemporaryKeys.AccountOf(key[..^1] + (key[^1] == 'A' ? 'B' : 'A')));
            }
        }
        foreach (var other in new[] { null, "", "test", "AKIAIOSFODNN7EXAMPLE", "ASIAIOSFODNN7EXAMPLE", "ASIA0000000000000000" }) Assert.Null(TemporaryKeys.AccountOf(other));
    }

    [Fact]
    public void The_time_counts_from_1900_and_only_clients_are_answered()
    {
        Assert.Equal(2208988800UL << 32 | 0x8000_0000, TimeMessage.Stamp(DateTimeOffset.UnixEpoch.AddMilliseconds(500)));
        var query = new byte[48];
        query[0] = 0x23;
        query[40] = 7;
        var answer = TimeMessage.Answer(query, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);
        Assert.NotNull(answer);
        Assert.Equal([0x24, 3, 7], [answer[0], answer[1], answer[24]]);
        foreach (var first in new byte[] { 0x24, 0x21, 0x03, 0x3b })
        {
            query[0] = first;
            Assert.Null(TimeMessage.Answer(query, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch));
        }
        Assert.Null(TimeMessage.Answer(query.AsSpan(0, 47), DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch));
    }

    [Theory]
    [InlineData("ip-10-0-0-10.ec2.internal", "ip-", "10.0.0.10")]
    [InlineData("ec2-198-18-0-4.ap-northeast-2.compute.amazonaws.com", "ec2-", "198.18.0.4")]
    [InlineData("ip-10-0-0.ec2.internal", "ip-", null)]
    [InlineData("ip-10-0-0-010.ec2.internal", "ip-", null)]
    [InlineData("ip-10-0-0-10", "ip-", null)]
    public void A_dashed_name_holds_an_address(string name, string prefix, string? address) => Assert.Equal(address is null ? null : Ip.Parse(address), AddressNames.Dashed(name, prefix));
}
