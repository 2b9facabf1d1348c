using System.Net;
using Haneul.Dns;
using Haneul.Tests.Spec;
using Xunit;
using Xunit.Abstractions;

namespace Haneul.Tests.Dns;

public sealed class MessageLaws(ITestOutputHelper output)
{
    private readonly Seed seed = new(output, nameof(MessageLaws));

    [Fact]
    public void What_is_written_is_read_as_it_was() => seed.Cases(2000, random =>
    {
        var message = new RandomMessages(random).Next();
        var read = DnsMessage.Read(message.Write());
        Assert.Equal(message.ToString(), read?.ToString());
    });

    [Fact]
    public void A_message_that_does_not_fit_says_so_and_is_whole_up_to_there() => seed.Cases(1000, random =>
    {
        var message = new RandomMessages(random).Next() with { IsTruncated = false };
        var room = random.Next(512, 1500);
        var bytes = message.Write(room);
        Assert.True(bytes.Length <= room);
        var read = DnsMessage.Read(bytes);
        Assert.NotNull(read);
        Assert.Equal(message.Extension?.ToString(), read.Extension?.ToString());
        var isWhole = read.Questions.Length == message.Questions.Length && read.Answers.Length == message.Answers.Length && read.Authorities.Length == message.Authorities.Length;
        Assert.Equal(!isWhole, read.IsTruncated);
        Assert.Equal(message.Answers.Take(read.Answers.Length).Select(a => a.ToString()), read.Answers.Select(a => a.ToString()));
    });

    [Fact]
    public void Bytes_of_anybody_are_answered_by_a_message_or_by_nothing() => seed.Cases(4000, random =>
    {
        var bytes = random.Next(3) == 0 ? Noise(random) : Harmed(new RandomMessages(random).Next().Write(), random);
        var answered = DnsAnswering.AnswerAsync(bytes, new Echo(), IPAddress.Loopback, isUdp: random.Next(2) == 0, CancellationToken.None);
        Assert.True(answered.IsCompletedSuccessfully);
        if (answered.Result is not { } answer) return;
        var read = DnsMessage.Read(answer);
        Assert.NotNull(read);
        Assert.True(read.IsResponse);
        Assert.Equal(bytes[..2], answer[..2]);
    });

    [Fact]
    public void Names_are_compared_without_case_and_keep_it() => seed.Cases(500, random =>
    {
        var text = string.Concat(Enumerable.Range(0, 20).Select(_ => "aBcDxYz."[random.Next(8)])).Trim('.').Replace("..", ".a.").Replace("..", ".");
        if (!DnsName.TryParse(text, out var name)) return;
        Assert.Equal(name, DnsName.Parse(text.ToUpperInvariant()));
        Assert.Equal(name.GetHashCode(), DnsName.Parse(text.ToLowerInvariant()).GetHashCode());
        Assert.Equal(text + ".", name.ToString());
        Assert.Equal(text.ToLowerInvariant(), name.ToKey());
    });

    [Theory]
    [InlineData("")]
    [InlineData("a..b")]
    [InlineData(".a")]
    [InlineData("a\\")]
    [InlineData("a\\300")]
    [InlineData("한")]
    public void What_is_no_name_is_refused(string text) => Assert.False(DnsName.TryParse(text, out _));

    [Fact]
    public void A_name_has_255_bytes_and_a_label_63()
    {
        var label = new string('a', 63);
        Assert.True(DnsName.TryParse($"{label}.{label}.{label}.{new string('b', 61)}", out var longest));
        Assert.Equal(255, longest.WireLength);
        Assert.False(DnsName.TryParse($"{label}.{label}.{label}.{new string('b', 62)}", out _));
        Assert.False(DnsName.TryParse(label + "a", out _));
    }

    [Theory]
    [InlineData("c00c")] // to itself
    [InlineData("c00e")] // forwards
    [InlineData("0161c00c")] // to its own begin: without end
    [InlineData("ffff")] // beyond the message
    [InlineData("40")] // a kind of label that nobody uses (RFC 6891, 5)
    public void A_pointer_that_does_not_lead_back_is_no_name(string name)
    {
        var bytes = Convert.FromHexString("000100000001000000000000" + name + "00010001");
        Assert.Null(DnsMessage.Read(bytes));
    }

    [Fact]
    public void A_name_that_was_written_before_is_pointed_to()
    {
        var name = DnsName.Parse("web.example.com");
        var message = new DnsMessage { Id = 1, Questions = [new DnsQuestion(name, DnsType.A)], Answers = [.. Enumerable.Range(0, 3).Select(i => new DnsRecord(name, 60, new DnsData.Address(Haneul.Model.Ip.V4((uint)i))))] };
        Assert.Equal(12 + 17 + 4 + 3 * (2 + 10 + 4), message.Write().Length);
    }

    private static byte[] Noise(System.Random random)
    {
        var bytes = new byte[random.Next(120)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Harmed(byte[] bytes, System.Random random)
    {
        for (var harms = random.Next(1, 6); harms > 0; harms--) bytes[random.Next(bytes.Length)] = random.Next(3) == 0 ? (byte)0xc0 : (byte)random.Next(256);
        return random.Next(3) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
    }

    private sealed class Echo : IResolver
    {
        public ValueTask<DnsReply> AnswerAsync(DnsQuestion question, IPAddress asker, CancellationToken cancel) =>
            ValueTask.FromResult(DnsReply.Of(new DnsRecord(question.Name, 1, new DnsData.Named(DnsType.Ptr, question.Name))));
    }
}
