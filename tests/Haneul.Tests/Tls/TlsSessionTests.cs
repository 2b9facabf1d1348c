using System.Text;
using Haneul.Io.Tls;
using Xunit;

namespace Haneul.Tests.Tls;

public sealed class TlsSessionTests
{
    private static TlsServer Serving(Func<TlsServerOptions, TlsServerOptions>? change = null)
    {
        using var certificate = MadeCertificate.Ecdsa(["a.example"]);
        var options = new TlsServerOptions { Certificates = [certificate.Named("a")] };
        return new TlsServer(change?.Invoke(options) ?? options);
    }

    [Theory]
    [InlineData(TlsVersion.Tls10, "TLSv1")]
    [InlineData(TlsVersion.Tls11, "TLSv1.1")]
    [InlineData(TlsVersion.Tls12, "TLSv1.2")]
    [InlineData(TlsVersion.Tls13, "TLSv1.3")]
    public void Both_ends_agree_on_a_version_and_carry_bytes_both_ways(TlsVersion version, string protocol)
    {
        using var server = Serving(o => o with { Oldest = version, Newest = version });
        using var pair = new TlsPair(server);
        Assert.Equal((TlsResult.Done, TlsResult.Done), pair.Shake());
        Assert.Equal(protocol, pair.Server.Protocol);
        Assert.NotEmpty(pair.Server.Cipher);
        Assert.Equal(pair.Client.Cipher, pair.Server.Cipher);
        pair.Client.Write("question"u8);
        pair.Carry(pair.ToServer);
        Assert.Equal("question", Encoding.ASCII.GetString(TlsPair.ReadAll(pair.Server).Bytes));
        Assert.True(pair.Outbox.IsEmpty);
        pair.Server.Write("answer"u8);
        pair.Carry(pair.ToClient);
        Assert.Equal("answer", Encoding.ASCII.GetString(TlsPair.ReadAll(pair.Client).Bytes));
    }

    [Fact]
    public void Versions_that_do_not_meet_fail_with_a_reason_and_an_alert()
    {
        using var server = Serving(o => o with { Oldest = TlsVersion.Tls13 });
        using var pair = new TlsPair(server, new TlsClientOptions { Newest = TlsVersion.Tls12 });
        var (client, served) = pair.Shake();
        Assert.Equal((TlsResult.Failed, TlsResult.Failed), (client, served));
        Assert.Equal("unsupported protocol", pair.Server.Failure);
        Assert.Contains("protocol version", pair.Client.Failure);
    }

    [Fact]
    public void Big_writes_leave_as_many_records_in_one_piece()
    {
        using var server = Serving();
        using var pair = new TlsPair(server);
        pair.Shake();
        var body = new byte[5_000_000];
        new Random(7).NextBytes(body);
        Assert.Equal(TlsResult.Done, pair.Server.Write(body));
        Assert.InRange(pair.Outbox.Bytes.Length, body.Length, body.Length + body.Length / 100);
        pair.ToClient.Give(pair.Outbox.Bytes[..1_000_000]);
        pair.Outbox.Clear();
        Assert.True(TlsPair.ReadAll(pair.Client) is ({ Length: > 980_000 and < 1_000_000 } part, TlsResult.WantsInput) && body.AsSpan().StartsWith(part));
    }

    [Fact]
    public void Records_that_come_in_one_segment_are_all_there_before_the_source_is_asked_again()
    {
        using var server = Serving();
        using var pair = new TlsPair(server);
        pair.Shake();
        foreach (var word in (string[])["one", "two", "three"])
        {
            pair.Client.Write(Encoding.ASCII.GetBytes(word));
            pair.Carry(pair.ToServer);
        }
        var buffer = new byte[100];
        Assert.Equal(TlsResult.Done, pair.Server.Read(buffer, out var count));
        Assert.Equal(3, count);
        Assert.True(pair.Server.HasPending);
        Assert.Equal("twothree", Encoding.ASCII.GetString(TlsPair.ReadAll(pair.Server).Bytes));
        Assert.False(pair.Server.HasPending);
    }

    [Fact]
    public void Segments_may_end_anywhere()
    {
        using var server = Serving();
        using var pair = new TlsPair(server);
        (pair.ToServer.Most, pair.ToClient.Most) = (7, 11);
        Assert.Equal((TlsResult.Done, TlsResult.Done), pair.Shake());
        pair.Client.Write(new byte[20_000]);
        pair.Carry(pair.ToServer);
        Assert.Equal(20_000, TlsPair.ReadAll(pair.Server).Bytes.Length);
    }

    [Fact]
    public void An_end_that_was_said_differs_from_one_that_was_not()
    {
        using var server = Serving();
        using var pair = new TlsPair(server);
        pair.Shake();
        pair.Client.Write("last"u8);
        pair.Client.End();
        pair.Carry(pair.ToServer);
        Assert.True(TlsPair.ReadAll(pair.Server) is ({ Length: 4 }, TlsResult.Ended));
        Assert.False(pair.Server.IsCut);

        using var cut = new TlsPair(server);
        cut.Shake();
        cut.ToServer.IsEnded = true;
        Assert.Equal(TlsResult.Ended, TlsPair.ReadAll(cut.Server).Last);
        Assert.True(cut.Server.IsCut);
    }

    [Theory]
    [InlineData("h2,http/1.1", "http/1.1,h2", "h2")]
    [InlineData("http/1.1,h2", "h2,http/1.1", "http/1.1")]
    [InlineData("h2", "http/1.1", "")]
    [InlineData("h2", "", "")]
    [InlineData("", "h2", "")]
    public void The_servers_order_of_protocols_decides_and_none_in_common_is_no_failure(string ours, string theirs, string agreed)
    {
        static string[] List(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries);
        using var server = Serving(o => o with { Protocols = List(ours) });
        using var pair = new TlsPair(server, new TlsClientOptions { Protocols = List(theirs) });
        Assert.Equal((TlsResult.Done, TlsResult.Done), pair.Shake());
        Assert.Equal(agreed, Encoding.ASCII.GetString(pair.Server.AgreedProtocol));
        Assert.Equal(agreed, Encoding.ASCII.GetString(pair.Client.AgreedProtocol));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Garbage_is_refused_and_breaks_nothing(int seed)
    {
        var random = new Random(seed);
        using var server = Serving();
        for (var round = 0; round < 200; round++)
        {
            using var pair = new TlsPair(server);
            var garbage = new byte[random.Next(1, 4000)];
            random.NextBytes(garbage);
            // Half of them begin as a handshake would.
            if (round % 2 == 0) new byte[] { 22, 3, 1, (byte)(garbage.Length / 300), 200, 1, 0, 1 }.AsSpan()[..Math.Min(8, garbage.Length)].CopyTo(garbage);
            pair.ToServer.Give(garbage);
            pair.ToServer.IsEnded = true;
            var result = pair.Server.Handshake();
            Assert.True(result is TlsResult.Failed or TlsResult.Ended, $"seed {seed}, round {round}: {result}");
        }
        using var good = new TlsPair(server);
        Assert.Equal((TlsResult.Done, TlsResult.Done), good.Shake());
    }

    [Fact]
    public void Bytes_changed_on_the_way_are_refused()
    {
        using var server = Serving();
        using var pair = new TlsPair(server);
        pair.Shake();
        pair.Client.Write("question"u8);
        var record = pair.Outbox.Bytes.ToArray();
        pair.Outbox.Clear();
        record[^1] ^= 1;
        pair.ToServer.Give(record);
        Assert.Equal(TlsResult.Failed, TlsPair.ReadAll(pair.Server).Last);
        Assert.Contains("mac", pair.Server.Failure);
        Assert.False(pair.Outbox.IsEmpty);
    }

    [Fact]
    public void A_handshake_that_never_ends_is_given_up()
    {
        using var server = Serving();
        using var pair = new TlsPair(server);
        pair.Client.Handshake();
        // The client's first message again and again, one byte of each record changed into a warning that changes nothing.
        var warning = new byte[] { 21, 3, 1, 0, 2, 1, 90 };
        pair.Outbox.Clear();
        var result = TlsResult.WantsInput;
        for (var count = 0; count < 40_000 && result == TlsResult.WantsInput; count++)
        {
            pair.ToServer.Give(warning);
            result = pair.Server.Handshake();
            pair.Outbox.Clear();
        }
        Assert.Equal(TlsResult.Failed, result);
    }

    [Fact]
    public void What_one_session_wants_to_send_cannot_be_mixed_with_anothers()
    {
        using var server = Serving();
        using var pair = new TlsPair(server);
        pair.Shake();
        pair.Server.Write("answer"u8);
        Assert.Throws<InvalidOperationException>(() => pair.Client.Write("question"u8));
    }

    [Fact]
    public void A_server_may_go_while_its_sessions_go_on()
    {
        var server = Serving(o => o with { Protocols = ["h2"] });
        using var pair = new TlsPair(server, new TlsClientOptions { Protocols = ["h2"] });
        server.Dispose();
        server.Dispose();
        Assert.Equal((TlsResult.Done, TlsResult.Done), pair.Shake());
        Assert.Equal("h2"u8, pair.Server.AgreedProtocol);
    }

    [Fact]
    public void What_is_wrong_with_a_certificate_is_said()
    {
        using var one = MadeCertificate.Ecdsa(["a.example"]);
        using var other = MadeCertificate.Ecdsa(["a.example"]);
        string Said(TlsCertificate c) => Assert.Throws<TlsException>(() => new TlsServer(new TlsServerOptions { Certificates = [c] })).Message;
        Assert.Contains("key values mismatch", Said(new TlsCertificate("mine", one.Pem, "", other.KeyPem)));
        Assert.Contains("mine: the certificate cannot be read", Said(new TlsCertificate("mine", "nonsense", "", one.KeyPem)));
        Assert.Contains("mine: the private key cannot be read", Said(new TlsCertificate("mine", one.Pem, "", "nonsense")));
        Assert.Contains("certificate 1 cannot be read", Said(new TlsCertificate("mine", one.Pem, one.Pem.Replace("MII", "AAA"), one.KeyPem)));
        Assert.Contains("ciphers NONE", Assert.Throws<TlsException>(() => new TlsServer(new TlsServerOptions { Certificates = [one.Named("a")], Ciphers = ["NONE"] })).Message);
    }
}
