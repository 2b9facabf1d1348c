using System.Buffers;

namespace Haneul.Balancer;

/// <summary>A request that a function answers: it is gathered whole, told to the function, and what that says is given to the client as a target's answer is.</summary>
internal sealed class FunctionCall(ServedFunction function) : Errand
{
    private readonly ArrayBufferWriter<byte> _body = new();
    private Exchange? _exchange;
    private FunctionRequest? _request;
    private ChunkScan _chunks;
    private bool _isOver;

    public override bool IsBlocked => false;

    public override void Begin(Exchange exchange, ReadOnlySpan<byte> bytes, bool isWhole)
    {
        _exchange = exchange;
        var length = bytes.IndexOf("\r\n\r\n"u8) + 4;
        _request = FunctionRequest.Parse(bytes[..length]);
        if (_request is null) Refuse(400, "LambdaBadRequest");
        Take(bytes[length..], isWhole);
        if (!isWhole && _body.WrittenCount == 0 && _request is { ExpectsContinue: true }) Encourage(exchange);
    }

    public override void Take(ReadOnlySpan<byte> bytes, bool ends)
    {
        if (_isOver || _exchange is not { } exchange || _request is not { } request) return;
        if (request.IsChunked) TakeChunks(bytes);
        else _body.Write(bytes);
        if (_body.WrittenCount > ServedFunction.Limit) Refuse(413, null);
        else if (ends) Call(exchange, request);
    }

    /// <summary>The client's front has found them well formed.</summary>
    private void TakeChunks(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && !_chunks.IsDone && _body.WrittenCount <= ServedFunction.Limit)
        {
            var taken = _chunks.Take(bytes, stopsAtData: true, out var from, out var length);
            if (taken <= 0) return;
            _body.Write(bytes.Slice(from, length));
            bytes = bytes[taken..];
        }
    }

    private void Refuse(int status, string? reason)
    {
        _isOver = true;
        if (_exchange is { } exchange) Later(exchange, () => Fail(exchange, status, reason));
    }

    private void Encourage(Exchange exchange)
    {
        var worker = exchange.Worker;
        var interim = "HTTP/1.1 100 Continue\r\n\r\n"u8;
        interim.CopyTo(worker.Scratch);
        if (worker.Response.Parse(worker.Scratch, 0, interim.Length, false) > 0) exchange.Front?.Interim(worker.Response);
    }

    private void Call(Exchange exchange, FunctionRequest request)
    {
        _isOver = true;
        var outreach = exchange.Worker.Errands.Outreach;
        var limit = TimeSpan.FromMilliseconds(exchange.Listener?.IdleMs ?? Worker.DefaultIdleMs);
        var isHead = exchange.IsHead;
        Run(exchange, async ended => await AnswerAsync(outreach, request, limit, isHead, ended), answer => Give(exchange, answer ?? FunctionAnswer.Failed(502, "LambdaUnknown")));
    }

    private async Task<FunctionAnswer> AnswerAsync(Outreach outreach, FunctionRequest request, TimeSpan limit, bool isHead, CancellationToken ended)
    {
        if (FunctionEvent.Of(function, request, _body.WrittenMemory) is not { } told) return FunctionAnswer.Failed(400, "LambdaBadRequest");
        if (function.Url is not { } url) return FunctionAnswer.Failed(502, "LambdaResourceNotFound");
        var (answer, failed) = await outreach.Functions.CallAsync(url, told, limit, ended);
        return failed ?? FunctionAnswer.Parse(answer ?? [], function.HasMultiValues, isHead, outreach.Time.GetUtcNow());
    }

    private static void Give(Exchange exchange, FunctionAnswer answer)
    {
        if (answer.Reason is { } reason)
        {
            Fail(exchange, answer.Status, reason);
            return;
        }
        var (worker, front) = (exchange.Worker, exchange.Front);
        exchange.EndErrand();
        answer.Head.CopyTo(worker.Scratch.AsSpan(Worker.HeadRoom));
        // Small bodies go with their head in one send; the rest, 1 MB at most, is kept by the front until the client takes it.
        var first = answer.Body.AsSpan(0, Math.Min(answer.Body.Length, Worker.ReadSize / 2));
        first.CopyTo(worker.Scratch.AsSpan(Worker.HeadRoom + answer.Head.Length));
        if (worker.Response.Parse(worker.Scratch, Worker.HeadRoom, answer.Head.Length, exchange.IsHead) < 0)
        {
            exchange.Record.Reason = "LambdaInvalidResponse";
            front?.Fail(502);
            return;
        }
        exchange.HasAnswer = true;
        exchange.Record.Answered(worker, answer.Status);
        var isAll = first.Length == answer.Body.Length;
        front?.Answer(worker.Response, Worker.HeadRoom + answer.Head.Length, first.Length, isAll);
        if (!isAll) front?.Body(answer.Body.AsSpan(first.Length), ends: true);
        front?.Finished();
    }
}
