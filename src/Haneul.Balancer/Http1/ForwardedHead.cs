namespace Haneul.Balancer;

/// <summary>What a balancer's and listener's attributes say about requests that go to targets.</summary>
internal sealed record ForwardSettings
{
    public required byte[] Protocol { get; init; }

    public required byte[] Port { get; init; }

    /// <summary>80 of http, 443 of https: clients leave it out.</summary>
    public required bool IsDefaultPort { get; init; }

    public required ForwardedForMode ForwardedFor { get; init; }

    public required bool TellsClientPort { get; init; }

    public required bool PreservesHost { get; init; }

    public required bool DropsInvalidNames { get; init; }

    /// <summary>Headers that the balancer alone may send: a client's own are dropped.</summary>
    public required byte[][] OwnNames { get; init; }

    /// <summary>The listener authenticates users: headers by which targets know them are the balancer's own too.</summary>
    public bool TellsUsers { get; init; }
}

/// <summary>The balancer's attribute routing.http.xff_header_processing.mode.</summary>
internal enum ForwardedForMode : byte
{
    Append,
    Preserve,
    Remove,
}

/// <summary>What is told to the target of one request beyond what the client sent.</summary>
internal ref struct ForwardedRequest
{
    public required ForwardSettings Settings;

    /// <summary>The client's address in text.</summary>
    public required ReadOnlySpan<byte> Client;

    public required int ClientPort;

    public required TraceIds TraceIds;

    public required long Seconds;

    /// <summary>Whom to name where the client named none (HTTP/1.0).</summary>
    public required ReadOnlySpan<byte> DefaultHost;

    /// <summary>In place of the client's, where a transform made another one.</summary>
    public ReadOnlySpan<byte> Host;

    /// <summary>Path and query in place of the client's, where a transform made others.</summary>
    public ReadOnlySpan<byte> Target;

    /// <summary>More lines, each behind a CR LF.</summary>
    public ReadOnlySpan<byte> Extra;

    /// <summary>Whom the client is authenticated as: lines, each behind a CR LF.</summary>
    public ReadOnlySpan<byte> User;

    /// <summary>Where the value of X-Amzn-Trace-Id stands in what was written.</summary>
    public int TraceFrom;
    public int TraceLength;
}

/// <summary>Writes the head that goes to a target: what the client sent in runs as long as possible, without what is between client and balancer only, and with what AWS adds.</summary>
internal static class ForwardedHead
{
    public static void Write(ref HeadWriter to, RequestHead head, scoped ref ForwardedRequest request)
    {
        var bytes = head.Bytes;
        var from = WriteLine(ref to, head, request.Target);
        var hasHost = false;
        foreach (ref readonly var line in head.Lines)
        {
            if (line.Known == KnownHeader.Host)
            {
                hasHost = true;
                if (KeepsHost(head, request)) continue;
            }
            else if (!IsDropped(head, line, request.Settings))
            {
                continue;
            }
            to.Put(bytes[from..line.From]);
            from = line.To;
            if (line.Known == KnownHeader.Host) WriteHost(ref to, head, request);
        }
        to.Put(bytes[from..(head.Length - 2)]);
        if (!hasHost) WriteHost(ref to, head, request);
        WriteForwarded(ref to, head, request);
        to.Put("X-Amzn-Trace-Id: "u8);
        request.TraceFrom = to.Length;
        request.TraceIds.Write(ref to, head.Value(KnownHeader.TraceId), request.Seconds);
        request.TraceLength = to.Length - request.TraceFrom;
        to.Put(request.Extra);
        to.Put(request.User);
        to.Put(head.Upgrades ? "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"u8 : "\r\n\r\n"u8);
    }

    /// <summary>Answers from where on the head may be copied as it is.</summary>
    private static int WriteLine(ref HeadWriter to, RequestHead head, scoped ReadOnlySpan<byte> target)
    {
        var isOrigin = head.PathFrom == head.TargetFrom;
        if (target.IsEmpty && isOrigin && head.Line.EndsWith(" HTTP/1.1"u8) && !head.Target.Contains((byte)' ')) return 0;
        to.Put(head.Method);
        to.Put((byte)' ');
        if (target.IsEmpty) target = head.PathAndQuery;
        if (target.IsEmpty || target[0] is not ((byte)'/' or (byte)'*')) to.Put((byte)'/');
        foreach (var b in target)
        {
            if (b == ' ') to.Put("%20"u8);
            else to.Put(b);
        }
        to.Put(" HTTP/1.1\r\n"u8);
        return head.LineLength + 2;
    }

    private static bool IsDropped(RequestHead head, in HeaderLine line, ForwardSettings settings) => line.Known switch
    {
        KnownHeader.None => settings.DropsInvalidNames && !Tokens.IsAwsName(head.NameOf(line)) || settings.OwnNames.Length > 0 && IsOwn(head.NameOf(line), settings.OwnNames) || settings.TellsUsers && UserLines.AreOf(head.NameOf(line)),
        KnownHeader.ForwardedFor => settings.ForwardedFor != ForwardedForMode.Preserve,
        KnownHeader.Connection or KnownHeader.KeepAlive or KnownHeader.ProxyConnection or KnownHeader.Te or KnownHeader.Upgrade => true,
        KnownHeader.ForwardedProto or KnownHeader.ForwardedPort or KnownHeader.TraceId or KnownHeader.Suspicious or KnownHeader.Dropped => true,
        _ => false,
    };

    private static bool IsOwn(ReadOnlySpan<byte> name, byte[][] own)
    {
        foreach (var reserved in own)
        {
            if (System.Text.Ascii.EqualsIgnoreCase(name, reserved)) return true;
        }
        return false;
    }

    private static bool KeepsHost(RequestHead head, in ForwardedRequest request)
    {
        if (!request.Host.IsEmpty || head.PathFrom != head.TargetFrom) return false;
        if (request.Settings.PreservesHost) return true;
        var host = head.Host;
        return (request.Settings.IsDefaultPort || HasPort(host)) && host.IndexOfAnyInRange((byte)'A', (byte)'Z') < 0;
    }

    private static bool HasPort(ReadOnlySpan<byte> host) => host.LastIndexOf((byte)':') > host.LastIndexOf((byte)']');

    private static void WriteHost(ref HeadWriter to, RequestHead head, in ForwardedRequest request)
    {
        var host = !request.Host.IsEmpty ? request.Host : head.HostLength > 0 ? head.Host : request.DefaultHost;
        to.Put("Host: "u8);
        if (request.Settings.PreservesHost)
        {
            to.Put(host);
        }
        else
        {
            to.PutLower(host);
            if (!request.Settings.IsDefaultPort && !HasPort(host))
            {
                to.Put((byte)':');
                to.Put(request.Settings.Port);
            }
        }
        to.Put("\r\n"u8);
    }

    private static void WriteForwarded(ref HeadWriter to, RequestHead head, in ForwardedRequest request)
    {
        var settings = request.Settings;
        if (settings.ForwardedFor == ForwardedForMode.Append)
        {
            to.Put("X-Forwarded-For: "u8);
            foreach (ref readonly var line in head.Lines)
            {
                if (line.Known != KnownHeader.ForwardedFor || line.ValueLength == 0) continue;
                to.Put(head.ValueOf(line));
                to.Put(", "u8);
            }
            WriteClient(ref to, request);
            to.Put("\r\n"u8);
        }
        to.Put("X-Forwarded-Proto: "u8);
        to.Put(settings.Protocol);
        to.Put("\r\nX-Forwarded-Port: "u8);
        to.Put(settings.Port);
        to.Put("\r\n"u8);
    }

    private static void WriteClient(ref HeadWriter to, in ForwardedRequest request)
    {
        if (!request.Settings.TellsClientPort)
        {
            to.Put(request.Client);
            return;
        }
        var isV6 = request.Client.Contains((byte)':');
        if (isV6) to.Put((byte)'[');
        to.Put(request.Client);
        if (isV6) to.Put((byte)']');
        to.Put((byte)':');
        to.Put(request.ClientPort);
    }
}
