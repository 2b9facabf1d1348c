using System.Text.Json;
using Haneul.Api.Logs;
using Haneul.Store;
using Xunit;

namespace Haneul.Tests.Api;

/// <summary>CloudWatch Logs: streams, events, pages, patterns.</summary>
public sealed class LogEventTests
{
    private readonly TestCloud cloud = new();

    public LogEventTests()
    {
        Logs("CreateLogGroup", new { logGroupName = "/g" });
        foreach (var stream in (string[])["a", "b"]) Logs("CreateLogStream", new { logGroupName = "/g", logStreamName = stream });
    }

    [Fact]
    public void What_was_put_is_got_page_by_page_both_ways()
    {
        Put("a", [.. Enumerable.Range(0, 7).Select(i => $"event {i}")]);
        var first = Logs("GetLogEvents", new { logGroupName = "/g", logStreamName = "a", limit = 3, startFromHead = true });
        Assert.Equal(["event 0", "event 1", "event 2"], Messages(first));
        var second = Logs("GetLogEvents", new { logGroupName = "/g", logStreamName = "a", limit = 3, startFromHead = true, nextToken = Text(first, "nextForwardToken") });
        Assert.Equal(["event 3", "event 4", "event 5"], Messages(second));
        Assert.Equal(["event 0", "event 1", "event 2"], Messages(Logs("GetLogEvents", new { logGroupName = "/g", logStreamName = "a", limit = 3, nextToken = Text(second, "nextBackwardToken") })));
        Assert.Equal(["event 4", "event 5", "event 6"], Messages(Logs("GetLogEvents", new { logGroupName = "/g", logStreamName = "a", limit = 3 })));
        var end = Logs("GetLogEvents", new { logGroupName = "/g", logStreamName = "a", nextToken = Text(Logs("GetLogEvents", new { logGroupName = "/g", logStreamName = "a", startFromHead = true }), "nextForwardToken") });
        Assert.Empty(Messages(end));
        Assert.Equal(Text(end, "nextForwardToken"), Text(Logs("GetLogEvents", new { logGroupName = "/g", logStreamName = "a", nextToken = Text(end, "nextForwardToken") }), "nextForwardToken"));
    }

    [Fact]
    public void A_filter_reads_all_streams_in_order_of_time_and_goes_on_where_it_ended()
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        for (var i = 0; i < 4; i++) Logs("PutLogEvents", new { logGroupName = "/g", logStreamName = i % 2 == 0 ? "a" : "b", logEvents = (object[])[new { timestamp = now + i, message = $"m{i}" }] });
        var page = Logs("FilterLogEvents", new { logGroupName = "/g", limit = 3 });
        Assert.Equal(["m0", "m1", "m2"], Messages(page));
        Assert.Equal(["m3"], Messages(Logs("FilterLogEvents", new { logGroupName = "/g", limit = 3, nextToken = Text(page, "nextToken") })));
        Assert.Equal(["m1", "m3"], Messages(Logs("FilterLogEvents", new { logGroupName = "/g", logStreamNames = (string[])["b"] })));
        Assert.Equal(["m2", "m3"], Messages(Logs("FilterLogEvents", new { logGroupName = "/g", startTime = now + 2, interleaved = true })));
        Assert.Equal(["m0", "m1"], Messages(Logs("FilterLogEvents", new { logGroupName = "/g", endTime = now + 1 })));
    }

    [Theory]
    [InlineData("", "1 2 3 4")]
    [InlineData("REJECT", "2 4")]
    [InlineData("\"22 REJECT\"", "2")]
    [InlineData("?22 ?443", "2 3")]
    [InlineData("REJECT -22", "4")]
    [InlineData("[n, src, port=22, action]", "2")]
    [InlineData("[n, src, port, action=REJECT]", "2")]
    [InlineData("[..., action=REJECT]", "2 4")]
    [InlineData("[n, src=10.0.*, ...]", "1 2")]
    [InlineData("[n, src, port>=80 && port<500, action]", "1 3")]
    [InlineData("[n, src, port=22 || port=443, action]", "2 3")]
    [InlineData("[n!=1, src, port, action]", "2 3")]
    public void Patterns_are_terms_or_fields(string pattern, string found)
    {
        Put("a", "1 10.0.0.5 80 ACCEPT", "2 10.0.0.6 22 REJECT", "3 60.1.1.1 443 ACCEPT", "4 \"one word\" 60.1.1.1 53 REJECT");
        Assert.Equal(found.Split(' '), Messages(Logs("FilterLogEvents", new { logGroupName = "/g", filterPattern = pattern })).Select(m => m[..1]));
    }

    [Theory]
    [InlineData("{ $.x = 1 }")]
    [InlineData("%a.*b%")]
    [InlineData("[a, b")]
    [InlineData("[a>x]")]
    public void Other_patterns_are_refused(string pattern) => Assert.Equal("InvalidParameterException", Fault("FilterLogEvents", new { logGroupName = "/g", filterPattern = pattern }));

    [Fact]
    public void Events_out_of_order_are_refused_and_those_of_another_time_left_out()
    {
        var now = DateTimeOffset.UtcNow;
        object Event(DateTimeOffset at) => new { timestamp = at.ToUnixTimeMilliseconds(), message = "x" };
        Assert.Equal("InvalidParameterException", Fault("PutLogEvents", new { logGroupName = "/g", logStreamName = "a", logEvents = (object[])[Event(now), Event(now.AddSeconds(-1))] }));
        var answer = Logs("PutLogEvents", new { logGroupName = "/g", logStreamName = "a", logEvents = (object[])[Event(now.AddDays(-15)), Event(now), Event(now.AddHours(3))] }).GetProperty("rejectedLogEventsInfo");
        Assert.Equal((1, 2), (answer.GetProperty("tooOldLogEventEndIndex").GetInt32(), answer.GetProperty("tooNewLogEventStartIndex").GetInt32()));
        Assert.Single(Messages(Logs("GetLogEvents", new { logGroupName = "/g", logStreamName = "a" })));
    }

    [Fact]
    public void A_stream_made_again_begins_empty_and_a_group_takes_its_streams_with_it()
    {
        Put("a", "old");
        var seen = Logs("DescribeLogStreams", new { logGroupName = "/g" }).GetProperty("logStreams");
        Assert.Equal(("a", "b"), (Text(seen[0], "logStreamName"), Text(seen[1], "logStreamName")));
        Assert.True(seen[0].TryGetProperty("lastEventTimestamp", out _));
        Assert.Equal("ResourceAlreadyExistsException", Fault("CreateLogStream", new { logGroupName = "/g", logStreamName = "a" }));
        Logs("DeleteLogStream", new { logGroupName = "/g", logStreamName = "a" });
        Assert.Equal("ResourceNotFoundException", Fault("GetLogEvents", new { logGroupName = "/g", logStreamName = "a" }));
        Assert.Empty(Messages(Logs("FilterLogEvents", new { logGroupName = "/g" })));
        Logs("DeleteLogGroup", new { logGroupName = "/g" });
        Logs("CreateLogGroup", new { logGroupName = "/g" });
        Assert.Empty(Logs("DescribeLogStreams", new { logGroupName = "/g" }).GetProperty("logStreams").EnumerateArray());
    }

    [Fact]
    public void The_store_on_disk_answers_as_the_one_in_memory_and_after_it_was_opened_again()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("haneul-test-").FullName, "logs.db");
        var memory = new MemoryLogEvents();
        var random = new System.Random(1);
        using (var disk = new SqliteLogEvents(file))
        {
            foreach (var store in (ILogEvents[])[memory, disk]) store.Append([.. Entries(new System.Random(2), 200)]);
        }
        using var again = new SqliteLogEvents(file);
        for (var i = 0; i < 100; i++)
        {
            var question = new LogQuestion
            {
                Group = $"g{random.Next(3)}", Streams = random.Next(2) == 0 ? null : [$"g0:s{random.Next(3)}", "g1:s1"], FromMs = random.Next(50), ToMs = random.Next(2) == 0 ? long.MaxValue : random.Next(100),
                After = random.Next(2) == 0 ? null : (random.Next(100), random.Next(200)), IsBackward = random.Next(2) == 0, Limit = 1 + random.Next(40),
            };
            Assert.Equal(memory.Read(question), again.Read(question));
        }
        Assert.Equal(memory.FiguresOf("g0:s0"), again.FiguresOf("g0:s0"));
        Assert.Equal(memory.BytesOf("g1"), again.BytesOf("g1"));
        Directory.Delete(Path.GetDirectoryName(file) ?? "", recursive: true);
    }

    [Fact]
    public void The_store_on_disk_keeps_so_many_bytes_and_sweeps_what_nobody_has()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("haneul-test-").FullName, "logs.db");
        using (var disk = new SqliteLogEvents(file, mostBytes: 1000))
        {
            for (var i = 0; i < 100; i++) disk.Append([new LogEntry("g", "g:s", i, i, new string('x', 50))]);
            var kept = disk.Read(new LogQuestion { Group = "g", Limit = 1000 });
            Assert.InRange(kept.Count, 10, 20);
            Assert.Equal(99, kept[^1].AtMs);
            disk.Sweep(new Dictionary<string, long> { ["g:s"] = 95 });
            Assert.Equal(95, disk.Read(new LogQuestion { Group = "g", Limit = 1000 })[0].AtMs);
            disk.Sweep(new Dictionary<string, long>());
            Assert.Empty(disk.Read(new LogQuestion { Group = "g", Limit = 1000 }));
        }
        Directory.Delete(Path.GetDirectoryName(file) ?? "", recursive: true);
    }

    private static IEnumerable<LogEntry> Entries(System.Random random, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var group = $"g{random.Next(3)}";
            yield return new LogEntry(group, $"{group}:s{random.Next(3)}", random.Next(100), i, $"m{i}");
        }
    }

    private void Put(string stream, params string[] messages)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        Logs("PutLogEvents", new { logGroupName = "/g", logStreamName = stream, logEvents = messages.Select((m, i) => new { timestamp = now + i, message = m }) });
    }

    private static IReadOnlyList<string> Messages(JsonElement answer) => [.. answer.GetProperty("events").EnumerateArray().Select(e => Text(e, "message"))];

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString() ?? "";

    private JsonElement Logs(string action, object body) => cloud.Json("logs", action, JsonSerializer.Serialize(body));

    private string Fault(string action, object body) => cloud.JsonFault("logs", action, JsonSerializer.Serialize(body));
}
