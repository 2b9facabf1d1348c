using System.CommandLine;
using System.Globalization;
using System.Net.Http.Json;
using Haneul.Captures;
using Haneul.Daemon;
using Haneul.Output;

namespace Haneul.Commands;

/// <summary><c>haneul capture</c>: what crosses the devices of a thing, or of every hop of a path, as a file for Wireshark or as lines.</summary>
internal static class CaptureCommand
{
    /// <summary>For what was heard to be written when the capture is told to end.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    public static Command Make()
    {
        var name = new Argument<string>("name") { Description = "An instance, interface, gateway, peering or host outside; a VPC (all its devices); a home; link (this machine's)" };
        var filter = new Argument<string[]>("filter") { Description = "Which packets, as tcpdump takes it: tcp and port 443 and not host 10.0.0.5", Arity = ArgumentArity.ZeroOrMore };
        var to = new Option<string?>("--to") { Description = "All hops of the path from NAME to this end (app:443), and of the packets those of that flow" };
        var write = new Option<string?>("--write", "-w") { Description = "Write pcapng to this file; - is standard output" };
        var count = new Option<long>("--count", "-c") { Description = "End after this many packets" };
        var seconds = new Option<double?>("--for") { Description = "End after this many seconds" };
        var snap = new Option<int>("--snaplen", "-s") { Description = "Bytes of each packet that are kept", DefaultValueFactory = _ => CaptureRequest.LargestSnapLength };
        var protocol = new Option<string?>("--proto") { Description = "With --to: tcp (default), udp, icmp, icmpv6 or a number" };
        var ipv6 = new Option<bool>("--ipv6") { Description = "With --to: over IPv6" };
        var endpoint = Shared.Endpoint();
        var data = Shared.Data();
        var json = Shared.AsJson();
        var command = new Command("capture", "Capture packets at any device, or at every hop of a path at once") { name, filter, to, write, count, seconds, snap, protocol, ipv6, endpoint, data, json };
        command.SetAction(async (parse, cancel) =>
        {
            var (end, port) = parse.GetValue(to) is { } text ? TraceCommand.Split(text) : (null, null);
            var request = new CaptureRequest
            {
                Id = Guid.NewGuid().ToString("N"), Name = parse.GetValue(name), To = end, Port = port, Protocol = parse.GetValue(protocol), Ipv6 = parse.GetValue(ipv6),
                Filter = string.Join(' ', parse.GetValue(filter) ?? []), SnapLength = parse.GetValue(snap), Packets = parse.GetValue(count), Seconds = parse.GetValue(seconds),
            };
            var at = Shared.Find(parse.GetValue(endpoint), parse.GetValue(data) ?? "");
            try
            {
                await RunAsync(at, request, parse.GetValue(write), parse.GetValue(json), cancel);
            }
            catch (HttpIOException e)
            {
                throw new UserError($"The Haneul at {at} tells no more; what was captured before is kept: {e.Message}");
            }
            return 0;
        });
        return command;
    }

    private static async Task RunAsync(string endpoint, CaptureRequest request, string? file, bool isJson, CancellationToken cancel)
    {
        using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        using var ask = new HttpRequestMessage(HttpMethod.Post, $"{endpoint.TrimEnd('/')}/_haneul/capture") { Content = JsonContent.Create(request) };
        using var answer = await Shared.SendAsync(http, ask, endpoint, cancel);
        using var late = new CancellationTokenSource();
        await using var stop = cancel.Register(() =>
        {
            late.CancelAfter(Grace);
            _ = Shared.CallAsync(endpoint, HttpMethod.Post, "capture/stop", new { request.Id }, late.Token);
        });
        await using var output = file is null ? null : file == "-" ? Console.OpenStandardOutput() : Created(file);
        var reader = new PcapngReader(await answer.Content.ReadAsStreamAsync(CancellationToken.None));
        var packets = 0L;
        while (await reader.NextAsync(late.Token) is var (type, block))
        {
            if (output is not null)
            {
                // Who reads along (a pipe to Wireshark, tail) sees each packet as it comes.
                await output.WriteAsync(block, CancellationToken.None);
                await output.FlushAsync(CancellationToken.None);
            }
            if (type != Pcapng.Packet)
            {
                if (output is not null && type == Pcapng.Interface) Console.Error.WriteLine($"listening on {reader.Interfaces[^1]}");
                continue;
            }
            packets++;
            if (output is null) Print(Page.Out, reader, block, isJson);
        }
        var lost = reader.Lost.Values.Aggregate(0UL, (a, b) => a + b);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{packets} packets captured at {reader.Interfaces.Count} devices, {lost} lost"));
    }

    private static void Print(Page page, PcapngReader reader, byte[] block, bool isJson)
    {
        var (device, nanoseconds, frame, isSent) = PcapngReader.PacketOf(block);
        var packet = PacketView.Of(frame.Span);
        var time = DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / 100).ToLocalTime();
        if (isJson)
        {
            Console.WriteLine(System.Text.Json.JsonSerializer.Serialize(
                new { time = time.ToUniversalTime().ToString("O"), at = reader.Interfaces[device], direction = isSent ? "out" : "in", packet = packet.Told(), bytes = frame.Length },
                new System.Text.Json.JsonSerializerOptions { Encoder = Json.Options.Encoder }));
            return;
        }
        page.Line(Word.Dim(time.ToString("HH:mm:ss.ffffff ", CultureInfo.InvariantCulture)), Word.Thing($"{reader.Interfaces[device],-20}"), Word.Dim(isSent ? " out  " : " in   "), Word.Address(packet.Told()));
    }

    private static FileStream Created(string file)
    {
        try
        {
            return File.Create(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"{file}: {e.Message}");
        }
    }
}
