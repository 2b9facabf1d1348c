using System.Buffers.Text;

namespace Haneul.Balancer;

/// <summary>A line of an access log, field by field as AWS has them. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html#access-log-entry-syntax</summary>
internal static class AccessLine
{
    public static int Write(Span<byte> room, Worker worker, Exchange exchange, ServedListener listener, in AccessClient client)
    {
        var (record, text) = (exchange.Record, exchange.Text);
        var to = new HeadWriter(room);
        to.Put(client.Type(exchange, listener));
        to.Put((byte)' ');
        PutTime(ref to, worker.Loop.Wall);
        to.Put((byte)' ');
        to.Put(listener.LogName);
        to.Put((byte)' ');
        to.Put(client.Address);
        to.Put((byte)':');
        to.Put(client.Port);
        to.Put((byte)' ');
        to.Put(record.TargetName);
        PutTimes(ref to, worker, record);
        to.Put((byte)' ');
        PutStatus(ref to, record.Status);
        to.Put((byte)' ');
        PutStatus(ref to, record.TargetStatus);
        to.Put((byte)' ');
        to.Put(record.ReceivedBytes);
        to.Put((byte)' ');
        to.Put(record.SentBytes);
        to.Put(" \""u8);
        to.Put(text.Request);
        to.Put("\" \""u8);
        to.Put(text.Agent);
        to.Put("\" "u8);
        to.Put(client.Cipher);
        to.Put((byte)' ');
        to.Put(client.Protocol);
        to.Put((byte)' ');
        to.Put(exchange.Pool is { } pool ? pool.ArnText : "-"u8);
        to.Put(" \""u8);
        to.Put(text.Trace.IsEmpty ? "-"u8 : text.Trace);
        to.Put("\" \""u8);
        to.Put(client.Domain);
        to.Put("\" \""u8);
        to.Put(client.Certificate);
        to.Put("\" "u8);
        PutEnd(ref to, exchange, client);
        return to.Length;
    }

    private static void PutEnd(ref HeadWriter to, Exchange exchange, in AccessClient client)
    {
        var (record, text) = (exchange.Record, exchange.Text);
        if (text.Action is { } action) to.Put(action.Priority);
        else to.Put((byte)'-');
        to.Put((byte)' ');
        PutTime(ref to, record.Created);
        to.Put(" \""u8);
        to.Put(exchange.Admission is { Passes: false } ? "authenticate"u8 : text.Action is null ? "-"u8 : text.Action.Words);
        to.Put("\" \"-\" \""u8);
        if (record.Reason is { } reason) to.Put(System.Text.Encoding.ASCII.GetBytes(reason));
        else to.Put((byte)'-');
        to.Put("\" \""u8);
        to.Put(record.TargetName);
        to.Put("\" \""u8);
        PutStatus(ref to, record.TargetStatus);
        to.Put("\" \""u8);
        to.Put(text.Reason == ClassificationReason.None ? "-"u8 : ClassificationWords.Class(Desync.ClassOf(text.Reason)));
        to.Put("\" \""u8);
        to.Put(text.Reason == ClassificationReason.None ? "-"u8 : ClassificationWords.Reason(text.Reason));
        to.Put("\" TID_"u8);
        to.Put(client.TraceId);
        to.Put(" \"-\" \"-\" \"-\"\n"u8);
    }

    /// <summary>Until a target was found, until it answered, and until the client had it all; -1 where it did not come so far.</summary>
    private static void PutTimes(ref HeadWriter to, Worker worker, RequestRecord record)
    {
        var ended = worker.Loop.NowMs;
        PutSeconds(ref to, record.SentMs < 0 ? -1 : record.SentMs - record.BeganMs);
        PutSeconds(ref to, record.AnsweredMs < 0 ? -1 : record.AnsweredMs - record.SentMs);
        PutSeconds(ref to, record.AnsweredMs < 0 ? -1 : ended - record.AnsweredMs);
    }

    private static void PutSeconds(ref HeadWriter to, long milliseconds)
    {
        to.Put((byte)' ');
        if (milliseconds < 0)
        {
            to.Put("-1"u8);
            return;
        }
        to.Put(milliseconds / 1000);
        to.Put((byte)'.');
        var rest = (int)(milliseconds % 1000);
        to.Put((byte)('0' + rest / 100));
        to.Put((byte)('0' + rest / 10 % 10));
        to.Put((byte)('0' + rest % 10));
    }

    private static void PutStatus(ref HeadWriter to, int status)
    {
        if (status == 0) to.Put((byte)'-');
        else to.Put(status);
    }

    /// <summary>2022-05-01T01:23:45.678901Z</summary>
    public static void PutTime(ref HeadWriter to, DateTimeOffset time)
    {
        Span<byte> text = stackalloc byte[33];
        Utf8Formatter.TryFormat(time.UtcDateTime, text, out _, new System.Buffers.StandardFormat('O'));
        to.Put(text[..26]);
        to.Put((byte)'Z');
    }
}

/// <summary>What a log line says of the client's connection.</summary>
internal readonly ref struct AccessClient
{
    public required ReadOnlySpan<byte> Address { get; init; }

    public required int Port { get; init; }

    public required ReadOnlySpan<byte> Cipher { get; init; }

    public required ReadOnlySpan<byte> Protocol { get; init; }

    public required ReadOnlySpan<byte> Domain { get; init; }

    public required ReadOnlySpan<byte> Certificate { get; init; }

    /// <summary>It speaks HTTP/2.</summary>
    public required bool IsHttp2 { get; init; }

    /// <summary>32 digits.</summary>
    public required ReadOnlySpan<byte> TraceId { get; init; }

    /// <summary>http, https, h2, grpcs, ws or wss.</summary>
    public ReadOnlySpan<byte> Type(Exchange exchange, ServedListener listener) => IsHttp2 ? exchange.IsGrpc ? "grpcs"u8 : "h2"u8 : (listener.IsTls, exchange.Record.Status == 101) switch
    {
        (false, false) => "http"u8,
        (true, false) => "https"u8,
        (false, true) => "ws"u8,
        (true, true) => "wss"u8,
    };
}
