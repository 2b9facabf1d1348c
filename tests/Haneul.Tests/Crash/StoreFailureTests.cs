using Haneul.Api.Dispatch;
using Haneul.Daemon;
using Haneul.Model;
using Haneul.Store;
using Haneul.Tests.Api;
using Haneul.Tests.Processes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Haneul.Tests.Crash;

/// <summary>A store that cannot write: the call is refused, the world is as it was, and when there is room again it goes on.</summary>
public sealed class StoreFailureTests
{
    private static readonly Place Seoul = new("000000000000", "ap-northeast-2");

    public static TheoryData<Exception> Failures => new(new SqliteException("database or disk is full", 13), new IOException("No space left on device"), new UnauthorizedAccessException("read-only"), new InvalidOperationException("a mistake of ours"));

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_change_that_cannot_be_written_is_refused_and_leaves_the_world_as_it_was(Exception failure)
    {
        var store = new BrokenStore();
        await using var ledger = new Ledger(store, new CountedIds(), TimeProvider.System, NullLogger.Instance);
        await ledger.TakeAsync(Seoul, draft => draft.Put(new TagSet(new("a"), TagSet.None)), CancellationToken.None);
        var before = ledger.Current;
        store.Failure = failure;
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => ledger.TakeAsync(Seoul, draft => draft.Put(new TagSet(new("b"), TagSet.None)), CancellationToken.None));
        if (failure is SqliteException or IOException) Assert.Contains(failure.Message, Assert.IsType<Fault>(refused).Message, StringComparison.Ordinal);
        Assert.Same(before, ledger.Current);
        await Assert.ThrowsAnyAsync<Exception>(() => ledger.ResetAsync(_ => { }, CancellationToken.None));
        Assert.Same(before, ledger.Current);
        Assert.Equal(1, store.Rows);

        store.Failure = null;
        await ledger.TakeAsync(Seoul, draft => draft.Put(new TagSet(new("c"), TagSet.None)), CancellationToken.None);
        Assert.Equal(2, ledger.Current[Seoul].All<TagSet>().Count);
        Assert.Equal(2, store.Rows);
    }

    [Fact]
    public async Task A_daemon_whose_disk_is_full_refuses_changes_answers_questions_and_keeps_what_it_had()
    {
        // The shell's limit on file size stands for a full disk: SQLite cannot grow its file. SIGXFSZ is ignored, so that the write fails instead; without W^X .NET makes no large file for its code.
        await using var daemon = await DaemonProcess.StartWithin("ulimit -f 1200; trap '' XFSZ; export DOTNET_EnableWriteXorExecute=0");
        var vpc = await daemon.Call("ec2", "ap-northeast-2", "Action=CreateVpc&Version=2016-11-15&CidrBlock=10.0.0.0/16");
        Assert.Contains("vpc-", vpc, StringComparison.Ordinal);
        var refusal = await FillAsync(daemon);
        Assert.Contains("could not write the change down", refusal, StringComparison.Ordinal);
        var before = await daemon.RowsAsync();
        await daemon.Call("ec2", "ap-northeast-2", "Action=DescribeVpcs&Version=2016-11-15");
        await daemon.KillAsync();
        await daemon.StartAgainAsync();
        Assert.Equal(before, await daemon.RowsAsync());
    }

    [Fact]
    public async Task Two_daemons_on_one_directory_are_refused_with_the_place_of_the_first()
    {
        await using var first = await DaemonProcess.StartAsync();
        using var second = DaemonProcess.Run("up", "--port", "0", "--data", first.Data);
        var said = await second.StandardError.ReadToEndAsync();
        await second.WaitForExitAsync();
        Assert.NotEqual(0, second.ExitCode);
        Assert.Contains(first.Endpoint, said, StringComparison.Ordinal);
        Assert.Contains(first.Data, said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        await first.Call("sts", "us-east-1", "Action=GetCallerIdentity&Version=2011-06-15");
    }

    /// <summary>Writes long policies until a write is refused; the refusal.</summary>
    private static async Task<string> FillAsync(DaemonProcess daemon)
    {
        using var http = new HttpClient();
        var policy = new string('x', 200);
        for (var i = 0; i < 2000; i++)
        {
            var tags = string.Concat(Enumerable.Range(1, 40).Select(n => $"&TagSpecification.1.Tag.{n}.Key=k{n}&TagSpecification.1.Tag.{n}.Value={policy}"));
            using var response = await http.SendAsync(daemon.Request("ec2", "ap-northeast-2", $"Action=CreateSecurityGroup&Version=2016-11-15&GroupName=g{i}&GroupDescription=x&TagSpecification.1.ResourceType=security-group{tags}"));
            if (!response.IsSuccessStatusCode) return await response.Content.ReadAsStringAsync();
        }
        throw new Xunit.Sdk.XunitException("The disk never filled");
    }

    private sealed class BrokenStore : IStore
    {
        private readonly HashSet<(Place, string, string)> rows = [];

        public Exception? Failure { get; set; }

        public int Rows => rows.Count;

        public World Load() => World.Empty;

        public void Write(IReadOnlyCollection<Change> changes, bool empties)
        {
            if (Failure is not null) throw Failure;
            if (empties) rows.Clear();
            foreach (var change in changes)
            {
                if (change.Row is null) rows.Remove((change.Place, change.Kind.Name, change.Key));
                else rows.Add((change.Place, change.Kind.Name, change.Key));
            }
        }

        public void Dispose()
        {
        }
    }
}
