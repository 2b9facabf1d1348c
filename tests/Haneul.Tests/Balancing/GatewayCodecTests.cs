using System.Buffers.Binary;
using Haneul.Balancer;
using Haneul.Model;
using Xunit;

namespace Haneul.Tests.Balancing;

/// <summary>GENEVE, flows and what network cards would have done: pure, drawn by seed.</summary>
public sealed class GatewayCodecTests
{
    private const int Draws = 20_000;

    [Fact]
    public void A_header_has_the_options_that_appliances_of_AWS_expect()
    {
        var header = new byte[Geneve.HeaderLength];
        Geneve.Write(header, new GeneveTags(0x0123456789abcdef, 0xfedcba9876543210, 0xcafe0042), carriesV6: false);
        Assert.Equal("0800080000000000" + "01080102" + "0123456789abcdef" + "01080202" + "fedcba9876543210" + "01080301" + "cafe0042", Convert.ToHexStringLower(header));
    }

    [Fact]
    public void What_was_written_is_read_in_any_order_of_options_and_with_others_beside_them()
    {
        var random = new Random(6081);
        for (var i = 0; i < Draws; i++)
        {
            var tags = new GeneveTags((ulong)random.NextInt64(), (ulong)random.NextInt64(), (uint)random.Next());
            var v6 = random.Next(2) == 0;
            var header = new byte[Geneve.HeaderLength];
            Geneve.Write(header, tags, v6);
            byte[][] options = [header[8..20], header[20..32], header[32..40], [0x12, 0x34, (byte)random.Next(0x80), 1, 1, 2, 3, 4]];
            random.Shuffle(options);
            byte[] packet = [.. header[..8], .. options.SelectMany(o => o), (byte)(v6 ? 0x60 : 0x45), 9];
            packet[0] = (byte)(options.Sum(o => o.Length) / 4);
            Assert.Equal(GeneveFault.None, Geneve.TryRead(packet, out var read, out var inner));
            Assert.Equal((tags, packet.Length - 2), (read, inner));
        }
    }

    [Theory]
    [InlineData(0, 0x48, GeneveFault.Version)]
    [InlineData(1, 0x80, GeneveFault.Control)]
    [InlineData(2, 0x65, GeneveFault.Carried)]
    [InlineData(0, 0x3f, GeneveFault.Truncated)]
    [InlineData(0, 6, GeneveFault.Options)]
    [InlineData(11, 3, GeneveFault.Options)]
    [InlineData(10, 2, GeneveFault.Options)]
    [InlineData(8, 0x7f, GeneveFault.Options)]
    [InlineData(40, 0x65, GeneveFault.Carried)]
    public void A_packet_with_a_wrong_byte_is_refused_with_the_reason(int at, byte value, object fault)
    {
        var packet = new byte[Geneve.HeaderLength + 20];
        Geneve.Write(packet, new GeneveTags(1, 2, 3), carriesV6: false);
        packet[Geneve.HeaderLength] = 0x45;
        packet[at] = value;
        Assert.Equal((GeneveFault)fault, Geneve.TryRead(packet, out _, out _));
    }

    [Fact]
    public void A_critical_option_that_nobody_knows_is_refused()
    {
        var packet = new byte[Geneve.HeaderLength + 8];
        Geneve.Write(packet, new GeneveTags(1, 2, 3), carriesV6: false);
        packet[0] = 9;
        packet[Geneve.HeaderLength + 2] = 0x81;
        packet[Geneve.HeaderLength + 4] = 0x45;
        Assert.Equal(GeneveFault.Critical, Geneve.TryRead(packet, out _, out _));
    }

    [Fact]
    public void No_bytes_at_all_make_it_fail()
    {
        var random = new Random(8926);
        for (var i = 0; i < Draws; i++)
        {
            var packet = new byte[random.Next(120)];
            random.NextBytes(packet);
            if (packet.Length > Geneve.HeaderLength && random.Next(2) == 0)
            {
                Geneve.Write(packet, new GeneveTags(1, 2, 3), carriesV6: random.Next(2) == 0);
                packet[random.Next(packet.Length)] = (byte)random.Next(256);
            }
            if (Geneve.TryRead(packet, out _, out var inner) == GeneveFault.None) Assert.InRange(inner, 8, packet.Length - 1);
            if (FlowKey.TryRead(packet, FlowBreadth.Connection, out _, out var length)) Assert.InRange(length, 20, packet.Length);
            var offload = new Offload((byte)random.Next(256), (byte)random.Next(8), random.Next(2000), random.Next(-20, 200), random.Next(100));
            Offloading.Complete(packet, offload);
            var count = offload.IsCut && offload.IsKnown && FlowKey.TryRead(packet, FlowBreadth.Connection, out _, out _) ? Offloading.Count(packet, offload) : 0;
            for (var n = 0; n < count; n++) Offloading.Cut(packet, offload, n, new byte[200]);
        }
    }

    [Fact]
    public void Both_directions_are_one_flow_and_fragments_are_with_their_addresses()
    {
        var random = new Random(5);
        for (var i = 0; i < Draws; i++)
        {
            var (there, back) = (RawPackets.Drawn(random), Array.Empty<byte>());
            back = RawPackets.Turned(there);
            foreach (var breadth in Enum.GetValues<FlowBreadth>())
            {
                Assert.True(FlowKey.TryRead(there, breadth, out var one, out _));
                Assert.True(FlowKey.TryRead(back, breadth, out var other, out _));
                Assert.Equal(one, other);
                Assert.Equal(one.Hash, other.Hash);
            }
        }
        var first = RawPackets.Udp4("10.0.0.1", "10.0.0.2", 1000, 2000, 64);
        var second = RawPackets.Udp4("10.0.0.1", "10.0.0.2", 7, 8, 64);
        BinaryPrimitives.WriteUInt16BigEndian(first.AsSpan(6), 0x2000);
        BinaryPrimitives.WriteUInt16BigEndian(second.AsSpan(6), 8);
        Assert.True(FlowKey.TryRead(first, FlowBreadth.Connection, out var whole, out _));
        Assert.True(FlowKey.TryRead(second, FlowBreadth.Connection, out var rest, out _));
        Assert.Equal((whole, (ushort)0), (rest, whole.LowPort));
    }

    [Fact]
    public void What_is_cut_has_all_bytes_in_order_and_checksums_that_are_right()
    {
        var random = new Random(1071);
        var into = new byte[65_535];
        for (var i = 0; i < 400; i++)
        {
            var (v6, tcp) = (random.Next(2) == 0, random.Next(3) > 0);
            // The kernel gathers more of TCP over IPv4 than the header can tell the length of.
            var (packet, transport) = RawPackets.Large(random, v6, tcp, 1 + random.Next(tcp && !v6 && random.Next(10) == 0 ? 190_000 : 30_000));
            Assert.True(FlowKey.TryRead(packet, FlowBreadth.Connection, out _, out var all));
            Assert.Equal(packet.Length, all);
            var offload = new Offload(1, (byte)(tcp ? v6 ? 4 : 1 : 5), (packet.Length > ushort.MaxValue ? 500 : 1) + random.Next(1460), transport, tcp ? 16 : 6);
            var headers = transport + (tcp ? 32 : 8);
            var payload = new List<byte>();
            var count = Offloading.Count(packet, offload);
            for (var n = 0; n < count; n++)
            {
                var cut = into.AsSpan(0, Offloading.Cut(packet, offload, n, into));
                Assert.Equal(0xffff, RawPackets.TransportSum(cut, transport, tcp ? 6 : 17));
                if (!v6) Assert.Equal(0xffff, Offloading.Folded(Offloading.Sum(cut[..transport], 0)));
                Assert.True(FlowKey.TryRead(cut, FlowBreadth.Connection, out _, out var length));
                Assert.Equal(cut.Length, length);
                if (tcp) Assert.Equal((uint)payload.Count, BinaryPrimitives.ReadUInt32BigEndian(cut[(transport + 4)..]));
                if (tcp) Assert.Equal(n == count - 1, (cut[transport + 13] & 0x09) == 0x09);
                payload.AddRange(cut[headers..]);
            }
            Assert.Equal(packet[headers..], payload);
        }
    }
}
