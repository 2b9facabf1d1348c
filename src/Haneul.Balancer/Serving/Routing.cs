using Haneul.Model;

namespace Haneul.Balancer;

/// <summary>Takes a request from its head to a target or to an answer of the balancer's own: what fronts of HTTP/1.1 and HTTP/2 have in common.</summary>
internal static class Routing
{
    /// <summary>AWS's limit: more addresses in X-Forwarded-For are answered with 463.</summary>
    private const int ForwardedLimit = 30;

    /// <summary>What a front does with a request.</summary>
    internal readonly ref struct Decision
    {
        /// <summary>0: it goes to the target.</summary>
        public int Status { get; init; }

        public ServedAction? Action { get; init; }

        public Chosen Chosen { get; init; }

        /// <summary>It has to wait for this first; null: it has not.</summary>
        public Errand? Errand { get; init; }
    }

    /// <summary>Why a head is refused before any rule is asked; 0 where it is not.</summary>
    public static int Refuses(RequestHead head, ServedListener listener)
    {
        if (head.Refusal != 0) return head.Refusal;
        if (head.Reason != ClassificationReason.None && Desync.Refuses(listener.Desync, Desync.ClassOf(head.Reason))) return 400;
        if (head.Method.SequenceEqual("TRACE"u8)) return 405;
        return listener.Forward.ForwardedFor == ForwardedForMode.Append && CountForwarded(head) > ForwardedLimit ? 463 : 0;
    }

    private static int CountForwarded(RequestHead head)
    {
        var count = 0;
        foreach (ref readonly var line in head.Lines)
        {
            if (line.Known == KnownHeader.ForwardedFor) count += head.ValueOf(line).Count((byte)',') + 1;
        }
        return count;
    }

    /// <summary>Asks the rules, and chooses a group and a target.</summary>
    public static Decision Decide(Worker worker, RequestHead head, Exchange exchange, ServedListener listener, Ip client)
    {
        if (OidcRouting.IsReturn(head, listener)) return OidcRouting.Return(worker, head, exchange, listener, client);
        var found = listener.Rules.Find(new RequestView(head, client));
        var action = found < 0 ? listener.Default : listener.Actions[found];
        exchange.Text.Action = action;
        if (action.Gate is { } gate && !OidcRouting.Admits(worker, head, exchange, gate, client, out var instead)) return instead;
        if (action.Redirect is { } redirect) return new Decision { Status = redirect.StatusCode, Action = action };
        if (action.Fixed is { } answer) return new Decision { Status = answer.Status, Action = action };
        if (StickyRouting.PoolOf(worker, head, client, listener, action) is not { } pool) return new Decision { Status = 503, Action = action };
        (exchange.Pool, exchange.GroupSeconds) = (pool, action.StickySeconds);
        if (pool.Function is { } function) return new Decision { Status = function.Refuses(head, exchange.Record), Action = action };
        if (!pool.Version.Takes(exchange, head)) return new Decision { Status = 464, Action = action };
        return StickyRouting.TryChoose(worker, head, client, listener, pool, out var chosen) ? new Decision { Chosen = chosen, Action = action } : new Decision { Status = 503, Action = action };
    }

    /// <summary>Writes the head for the target to <see cref="Worker.Out"/>, and answers its length; 0 where a transform failed.</summary>
    public static int WriteHead(Worker worker, RequestHead head, ServedListener listener, ServedAction action, ReadOnlySpan<byte> client, int clientPort, byte[]? extra, Exchange exchange)
    {
        var request = new ForwardedRequest
        {
            Settings = listener.Forward,
            Client = client,
            ClientPort = clientPort,
            TraceIds = worker.TraceIds,
            Seconds = worker.Loop.Wall.ToUnixTimeSeconds(),
            DefaultHost = listener.Address,
            Extra = extra,
            User = exchange.Admission?.Lines,
        };
        if (action.Rewrite is { } rewrite)
        {
            request.Host = rewrite.Host(head.Host, out var badHost);
            request.Target = rewrite.Url(head.PathAndQuery, out var badTarget);
            if (badHost || badTarget) return 0;
        }
        var writer = new HeadWriter(worker.Out);
        ForwardedHead.Write(ref writer, head, ref request);
        exchange.Text.TakeTrace(writer.Written.Slice(request.TraceFrom, request.TraceLength));
        return writer.Length;
    }

    /// <summary>Writes an answer of the balancer's own to <see cref="Worker.Out"/>, and answers its length.</summary>
    public static int WriteAnswer(Worker worker, int status, ServedAction? action, RequestHead? head, ServedListener listener, Ip client, bool keepsAlive, Admission? admission)
    {
        var writer = new HeadWriter(worker.Out);
        var isHead = head is { IsHead: true };
        var cookies = admission is null ? default : admission.Cookies.AsSpan();
        if (admission is { Location: { Length: > 0 } place })
        {
            worker.Answers.Write(ref writer, status, "text/html"u8, OwnAnswers.PageOf(status), isHead, keepsAlive, listener.Answer, place, cookies);
        }
        else if (action?.Fixed is { } words && words.Status == status)
        {
            worker.Answers.Write(ref writer, status, words.ContentType, words.Body, isHead, keepsAlive, listener.Answer, default, cookies);
        }
        else if (action?.Redirect is { } redirect && redirect.StatusCode == status && head is not null)
        {
            Span<byte> location = stackalloc byte[2048];
            var length = redirect.Write(new RequestView(head, client), listener.IsTls, listener.Key.At.Port, location);
            if (length < 0) worker.Answers.Write(ref writer, 414, "text/html"u8, OwnAnswers.PageOf(414), isHead, keepsAlive, listener.Answer, default, cookies);
            else worker.Answers.Write(ref writer, status, "text/html"u8, OwnAnswers.PageOf(status), isHead, keepsAlive, listener.Answer, location[..length], cookies);
        }
        else
        {
            worker.Answers.Write(ref writer, status, "text/html"u8, OwnAnswers.PageOf(status), isHead, keepsAlive, listener.Answer, default, cookies);
        }
        return writer.Length;
    }
}
