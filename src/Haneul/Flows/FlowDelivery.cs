using Haneul.Api.Logs;
using Haneul.Daemon;
using Haneul.Model;

namespace Haneul.Flows;

/// <summary>Brings records to where their flow logs want them: streams of log groups, one for each interface, or files.</summary>
internal sealed partial class FlowDelivery(Ledger ledger, ILogEvents events, FlowFiles files, ILogger logger)
{
    /// <summary>What cannot be delivered, and why; null where it can.</summary>
    public static string? WhyNot(FlowLog log) => log switch
    {
        { DestinationType: "kinesis-data-firehose" } => "Haneul has no Firehose",
        { FileFormat: "parquet" } => "Haneul writes plain text, and no Parquet",
        { DestinationType: "cloud-watch-logs", LogGroupName: null or "" } => "the destination names no log group",
        _ when FlowLogField.In(log.Format) is null => "the format names what is no field",
        _ => null,
    };

    public async Task DeliverAsync(IReadOnlyList<FlowRecord> records, DateTimeOffset now, CancellationToken cancel)
    {
        foreach (var ofLog in records.GroupBy(r => (r.Log, r.Place)))
        {
            var (order, place) = ofLog.Key;
            if (FlowLogField.In(order.Format) is not { } fields) continue;
            try
            {
                if (order.DestinationType == "s3") files.Write(order, place, fields, [.. ofLog.Select(r => r.Line(fields))], now);
                else await PublishAsync(order, place, fields, [.. ofLog], now, cancel);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or Fault or Microsoft.Data.Sqlite.SqliteException)
            {
                LogUndelivered(order.Id.Value, order.Destination, e);
            }
        }
    }

    private async Task PublishAsync(FlowLog order, Place place, IReadOnlyList<string> fields, IReadOnlyList<FlowRecord> records, DateTimeOffset now, CancellationToken cancel)
    {
        var streams = await EnsuredAsync(place, order.LogGroupName ?? "", [.. records.Select(r => StreamOf(order, r)).Distinct()], cancel);
        var came = now.ToUnixTimeMilliseconds();
        events.Append([.. records.Select(r => (Record: r, Stream: streams[StreamOf(order, r)])).Select(r => new LogEntry(r.Stream.Group, r.Stream.Stream, r.Record.Start.ToUnixTimeMilliseconds(), came, r.Record.Line(fields)))]);
    }

    /// <summary>https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-cwl.html</summary>
    private static string StreamOf(FlowLog order, FlowRecord record) => $"{record.Port.Id}-{order.TrafficType.ToLowerInvariant()}";

    /// <summary>The keys of the group and its streams, which are made where they are not there.</summary>
    private async Task<Dictionary<string, (string Group, string Stream)>> EnsuredAsync(Place place, string groupName, IReadOnlyList<string> names, CancellationToken cancel)
    {
        if (Keys(ledger.Current.At(place)) is { } known) return known;
        return await ledger.TakeAsync(
            place,
            draft =>
            {
                var group = draft.TryFind(new Id<LogGroup>(groupName), out var found) ? found : draft.Put(new LogGroup { Id = new Id<LogGroup>(groupName), CreateTime = draft.Now });
                foreach (var name in names)
                {
                    if (!draft.TryFind(LogStream.IdOf(groupName, name), out _)) draft.Put(LogStream.Of(group.Id.Value, name, draft.Now));
                }
                return Keys(draft) ?? throw new InvalidOperationException("A stream that was put is not there");
            },
            cancel);

        Dictionary<string, (string, string)>? Keys(Scope scope)
        {
            if (!scope.TryFind(new Id<LogGroup>(groupName), out var group)) return null;
            var keys = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
            foreach (var name in names)
            {
                if (!scope.TryFind(LogStream.IdOf(groupName, name), out var stream)) return null;
                keys[name] = (LogKeys.Of(place, group), LogKeys.Of(place, group, stream));
            }
            return keys;
        }
    }

    [LoggerMessage(LogLevel.Error, "The records of flow log {FlowLog} were not delivered to {Destination}")]
    private partial void LogUndelivered(string flowLog, string destination, Exception e);
}
