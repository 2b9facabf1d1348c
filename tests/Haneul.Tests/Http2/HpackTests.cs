using System.Text;
using Haneul.Balancer.Http2;
using Xunit;

namespace Haneul.Tests.Http2;

public sealed class HpackTests
{
    private static byte[] Hex(string text) => Convert.FromHexString(text.Replace(" ", ""));

    private static string Read(HpackDecoder decoder, byte[] block)
    {
        var list = new FieldList();
        Assert.Equal(HpackDecoder.Result.Done, decoder.Read(block, list));
        return Written(list);
    }

    private static string Written(FieldList list) =>
        string.Join('\n', Enumerable.Range(0, list.Count).Select(i => $"{Encoding.ASCII.GetString(list.Name(i))}: {Encoding.ASCII.GetString(list.Value(i))}"));

    private const string First = ":method: GET\n:scheme: http\n:path: /\n:authority: www.example.com";
    private const string Third = ":method: GET\n:scheme: https\n:path: /index.html\n:authority: www.example.com\ncustom-key: custom-value";
    private const string Moved = "cache-control: private\ndate: Mon, 21 Oct 2013 20:13:21 GMT\nlocation: https://www.example.com";
    private const string Full = ":status: 200\ncache-control: private\ndate: Mon, 21 Oct 2013 20:13:22 GMT\nlocation: https://www.example.com\ncontent-encoding: gzip\nset-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1";

    // RFC 7541, appendix C: C.2, C.3 and C.4, C.5 and C.6 (with a table of 256 bytes, so that fields are evicted).
    [Theory]
    [InlineData("400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572", "custom-key: custom-header")]
    [InlineData("040c 2f73 616d 706c 652f 7061 7468", ":path: /sample/path")]
    [InlineData("1008 7061 7373 776f 7264 0673 6563 7265 74", "password: secret")]
    [InlineData("82", ":method: GET")]
    public void Single_fields_of_the_RFC_are_read(string block, string fields) => Assert.Equal(fields, Read(new HpackDecoder(4096, 65536), Hex(block)));

    [Theory]
    [InlineData(4096, "8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d|8286 84be 5808 6e6f 2d63 6163 6865|8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65", First + "|" + First + "\ncache-control: no-cache|" + Third)]
    [InlineData(4096, "8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff|8286 84be 5886 a8eb 1064 9cbf|8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf", First + "|" + First + "\ncache-control: no-cache|" + Third)]
    [InlineData(256, "4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3120 474d 546e 1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70 6c65 2e63 6f6d|4803 3330 37c1 c0bf|88c1 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3220 474d 54c0 5a04 677a 6970 7738 666f 6f3d 4153 444a 4b48 514b 425a 584f 5157 454f 5049 5541 5851 5745 4f49 553b 206d 6178 2d61 6765 3d33 3630 303b 2076 6572 7369 6f6e 3d31", ":status: 302\n" + Moved + "|:status: 307\n" + Moved + "|" + Full)]
    [InlineData(256, "4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3|4883 640e ffc1 c0bf|88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab 77ad 94e7 821d d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed 4ee5 b106 3d50 07", ":status: 302\n" + Moved + "|:status: 307\n" + Moved + "|" + Full)]
    public void Heads_of_the_RFC_are_read_one_after_the_other(int table, string blocks, string heads)
    {
        var decoder = new HpackDecoder(table, 65536);
        Assert.Equal(heads.Split('|'), blocks.Split('|').Select(b => Read(decoder, Hex(b))));
    }

    [Theory]
    [InlineData("80", "index 0")]
    [InlineData("be", "an index beyond both tables")]
    [InlineData("ff ff ff ff ff 7f", "a number that is too large")]
    [InlineData("40", "a name that is missing")]
    [InlineData("40 0a 63", "a name that is cut")]
    [InlineData("40 81 00 00", "padding of eight zeros")]
    [InlineData("40 84 ff ff ff ff 00", "the end symbol")]
    [InlineData("40 82 1f ff 00", "padding of more than seven ones")]
    [InlineData("82 20", "a new size behind a field")]
    [InlineData("3f e2 1f", "a size beyond what was settled")]
    public void What_is_broken_is_called_so(string block, string why) =>
        Assert.True(new HpackDecoder(4096, 65536).Read(Hex(block), new FieldList()) == HpackDecoder.Result.Broken, why);

    [Fact]
    public void A_head_that_is_too_large_still_teaches_the_table()
    {
        var decoder = new HpackDecoder(4096, 200);
        var list = new FieldList();
        byte[] block = [.. Enumerable.Repeat<byte>(0x82, 20), .. Hex("4001 6101 62")];
        Assert.Equal(HpackDecoder.Result.TooLarge, decoder.Read(block, list));
        Assert.Equal("a: b", Read(decoder, [0xbe]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void What_is_written_is_read_back(int seed)
    {
        var random = new Random(seed);
        var decoder = new HpackDecoder(4096, int.MaxValue);
        var room = new byte[256 * 1024];
        for (var round = 0; round < 300; round++)
        {
            var writer = new HpackWriter(room);
            var wanted = new List<string>();
            var status = random.Next(100, 600);
            writer.Status(status);
            wanted.Add($":status: {status}");
            for (var i = random.Next(0, 20); i > 0; i--)
            {
                var name = random.Next(2) == 0 ? Encoding.ASCII.GetString(StaticTable.Name(random.Next(15, 62))) : $"x-{random.Next(1000)}";
                var value = new string([.. Enumerable.Range(0, random.Next(0, random.Next(5) == 0 ? 3000 : 30)).Select(_ => (char)random.Next(32, 127))]);
                writer.Field(Encoding.ASCII.GetBytes(name), Encoding.ASCII.GetBytes(value));
                wanted.Add($"{name}: {value}");
            }
            Assert.Equal(string.Join('\n', wanted), Read(decoder, writer.Written.ToArray()));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Every_octet_goes_through_the_code_and_back(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 500; round++)
        {
            var text = new byte[random.Next(0, 200)];
            random.NextBytes(text);
            var coded = new byte[Huffman.EncodedLength(text)];
            Assert.Equal(coded.Length, Huffman.Encode(text, coded));
            var back = new byte[text.Length];
            Assert.Equal(text.Length, Huffman.Decode(coded, back));
            Assert.Equal(text, back);
        }
    }

    [Fact]
    public void Fields_beyond_the_tables_room_push_the_oldest_out_whatever_their_size()
    {
        var random = new Random(3);
        var table = new DynamicTable(1000);
        var model = new List<(string Name, string Value)>();
        for (var round = 0; round < 3000; round++)
        {
            if (random.Next(50) == 0)
            {
                var capacity = random.Next(0, 1001);
                Assert.True(table.TryResize(capacity));
                Trim(model, capacity);
            }
            var field = (Name: new string('n', random.Next(1, 40)), Value: new string((char)random.Next(97, 123), random.Next(0, random.Next(20) == 0 ? 1200 : 100)));
            table.Add(Encoding.ASCII.GetBytes(field.Name), Encoding.ASCII.GetBytes(field.Value));
            model.Insert(0, field);
            Trim(model, table.Capacity);
            Assert.Equal(model, Enumerable.Range(1, table.Count).Select(i => (Encoding.ASCII.GetString(table.Name(i)), Encoding.ASCII.GetString(table.Value(i)))));
        }
        Assert.False(table.TryResize(1001));

        static void Trim(List<(string Name, string Value)> model, int capacity)
        {
            while (model.Count > 0 && model.Sum(f => f.Name.Length + f.Value.Length + 32) > capacity)
            {
                // A field larger than all empties the table.
                if (model[0].Name.Length + model[0].Value.Length + 32 > capacity) model.Clear();
                else model.RemoveAt(model.Count - 1);
            }
        }
    }
}
