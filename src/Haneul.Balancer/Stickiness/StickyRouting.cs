using Haneul.Model;

namespace Haneul.Balancer;

/// <summary>Where stickiness meets the request path: clients that were somewhere go there again, and answers carry the cookies that lead them back.</summary>
internal static class StickyRouting
{
    /// <summary>The group that the client stays with, else the next by weight; null where all weights are 0.</summary>
    public static ServedPool? PoolOf(Worker worker, RequestHead head, Ip client, ServedListener listener, ServedAction action)
    {
        if (action.StickySeconds > 0 && worker.Sticky.FindGroup(new RequestView(head, client), listener.BalancerKey, worker.Loop.WallMs / 1000) is not 0 and var key)
        {
            foreach (var pool in action.Pools)
            {
                if (pool.Key == key) return pool;
            }
        }
        return action.Choose(worker);
    }

    /// <summary>The target that the client stays with, else whose turn it is.</summary>
    public static bool TryChoose(Worker worker, RequestHead head, Ip client, ServedListener listener, ServedPool pool, out Chosen chosen)
    {
        if (pool.Sticky is { } sticky && worker.Sticky.FindTarget(new RequestView(head, client), listener.BalancerKey, sticky, worker.Loop.WallMs / 1000) is not 0 and var key && pool.TryFind(worker, key, out chosen)) return true;
        return pool.TryChoose(worker, out chosen);
    }

    /// <summary>The Set-Cookie lines of an answer, each with its CR LF, until the worker writes others.</summary>
    public static ReadOnlySpan<byte> Lines(Worker worker, Exchange exchange, ResponseHead head)
    {
        var own = OwnLines(worker, exchange, head);
        if (exchange.Admission is not { Cookies: { Length: > 0 } session }) return own;
        byte[] both = [.. own, .. session];
        return both;
    }

    private static ReadOnlySpan<byte> OwnLines(Worker worker, Exchange exchange, ResponseHead head)
    {
        if (exchange is not { Pool: { } pool, Listener: { } listener } || exchange.GroupSeconds == 0 && pool.Sticky is null) return default;
        var length = 0;
        if (exchange.GroupSeconds > 0)
        {
            Line(worker, StickyCookie.Group, listener, pool, 0, exchange.GroupSeconds, ref length);
            Line(worker, StickyCookie.GroupElsewhere, listener, pool, 0, exchange.GroupSeconds, ref length);
        }
        if (pool.Sticky is { } sticky && exchange.TargetKey is not 0 and var target)
        {
            if (sticky.AppCookie is null)
            {
                Line(worker, StickyCookie.Target, listener, pool, target, sticky.Seconds, ref length);
                Line(worker, StickyCookie.TargetElsewhere, listener, pool, target, sticky.Seconds, ref length);
            }
            else if (Sets(head, sticky.AppCookie))
            {
                Line(worker, StickyCookie.Application, listener, pool, target, sticky.Seconds, ref length);
            }
        }
        return worker.CookieLines.AsSpan(0, length);
    }

    private static void Line(Worker worker, StickyCookie cookie, ServedListener listener, ServedPool pool, ulong target, int seconds, ref int length)
    {
        var to = worker.CookieLines.AsSpan(length);
        "Set-Cookie: "u8.CopyTo(to);
        var written = "Set-Cookie: "u8.Length;
        written += worker.Sticky.Write(cookie, listener.BalancerKey, pool.Key, target, seconds, worker.Loop.Wall, listener.IsTls, to[written..]);
        "\r\n"u8.CopyTo(to[written..]);
        length += written + 2;
    }

    private static bool Sets(ResponseHead head, byte[] name)
    {
        foreach (ref readonly var line in head.Lines)
        {
            if (System.Text.Ascii.EqualsIgnoreCase(head.NameOf(line), "set-cookie"u8) && Cookies.Sets(head.ValueOf(line), name)) return true;
        }
        return false;
    }
}
