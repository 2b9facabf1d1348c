using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Haneul.Daemon;
using Haneul.Model;
using Haneul.Output;
using Haneul.Proof;
using Haneul.Tracing;

namespace Haneul.Commands;

/// <summary><c>haneul trace FROM TO[:port]</c>: does a packet get there, by which way, and what stops it? 0 reachable, 1 blocked, 2 wrongly asked, 3 (with --prove) a real packet did not go as predicted.</summary>
internal static class TraceCommand
{
    public static Command Make()
    {
        var from = new Argument<string>("from") { Description = "An instance, interface or gateway (id or Name tag), a load balancer, an address, a host outside (laptop, web), or internet" };
        var to = new Argument<string>("to") { Description = "As FROM, or a load balancer; a port (number or service) may follow: app:22, app:ssh, [2001:db8::1]:443. With --http it may be left out", Arity = ArgumentArity.ZeroOrOne };
        var http = new Option<string?>("--http") { Description = "What is asked of an application load balancer, so that its rules are asked: 'GET http://name/path'" };
        var protocol = new Option<string?>("--proto") { Description = "tcp, udp, icmp, icmpv6 or a protocol number (default: tcp)" };
        var sourcePort = new Option<int?>("--source-port") { Description = "The packet's source port (default: 49152)" };
        var region = new Option<string?>("--region") { Description = "Look for the ends in this region only" };
        var account = new Option<string?>("--account") { Description = "Look for the ends in this account (default: the daemon's)" };
        var ipv6 = new Option<bool>("--ipv6") { Description = "Over IPv6, where both ends have it" };
        var prove = new Option<bool>("--prove") { Description = "Send a real packet and hold what the kernel made of it against the prediction" };
        var endpoint = Shared.Endpoint();
        var data = Shared.Data();
        var json = Shared.AsJson();
        var command = new Command("trace", "Tell whether a packet gets from one end to the other, and why") { from, to, http, protocol, sourcePort, region, account, ipv6, prove, endpoint, data, json };
        command.SetAction(async (parse, cancel) =>
        {
            var (name, port) = Split(parse.GetValue(to) ?? "");
            var request = new TraceRequest
            {
                From = parse.GetValue(from), To = name.Length > 0 ? name : null, Port = port, Http = parse.GetValue(http), Protocol = parse.GetValue(protocol), SourcePort = parse.GetValue(sourcePort),
                Region = parse.GetValue(region), Account = parse.GetValue(account), Ipv6 = parse.GetValue(ipv6),
            };
            var at = Shared.Find(parse.GetValue(endpoint), parse.GetValue(data) ?? "");
            if (parse.GetValue(prove)) return await ProveAsync(at, request, parse.GetValue(json), cancel);
            var report = await AskAsync(at, request, cancel);
            if (parse.GetValue(json)) Json.Print(report);
            else TracePage.Show(Page.Out, report);
            return report.Reachable ? 0 : Exit.No;
        });
        return command;
    }

    public static async Task<TraceReport> AskAsync(string endpoint, TraceRequest request, CancellationToken cancel)
    {
        var answer = await Shared.CallAsync(endpoint, HttpMethod.Post, "trace", request, cancel);
        return answer.Deserialize<TraceReport>(Json.Options) ?? throw new UserError($"What answers at {endpoint} is not this Haneul");
    }

    private static async Task<int> ProveAsync(string endpoint, TraceRequest request, bool isJson, CancellationToken cancel)
    {
        var answer = await Shared.CallAsync(endpoint, HttpMethod.Post, "prove", request, cancel);
        var report = answer.Deserialize<ProofReport>(Json.Options) ?? throw new UserError($"What answers at {endpoint} is not this Haneul");
        if (isJson) Json.Print(report);
        else ProofPage.Show(Page.Out, report);
        return !report.Agrees ? Exit.NotAsPredicted : report.Predicted.Reachable ? 0 : Exit.No;
    }

    /// <summary>Cuts the port off: <c>app:22</c>, <c>app:ssh</c>, <c>10.0.0.5:22</c>, <c>[2001:db8::1]:22</c>; an IPv6 address alone has none.</summary>
    internal static (string Name, int? Port) Split(string text)
    {
        if (Ip.TryParse(text, out _)) return (text, null);
        if (text.StartsWith('[') && text.IndexOf(']') is > 0 and var end)
        {
            return end == text.Length - 1 ? (text[1..end], null) : (text[1..end], PortOf(text, text[(end + 1)..].TrimStart(':')));
        }
        var colon = text.LastIndexOf(':');
        return colon < 0 ? (text, null) : (text[..colon], PortOf(text, text[(colon + 1)..]));
    }

    private static int PortOf(string text, string port) =>
        int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 65535 ? number
        : PortNames.NumberOf(port) ?? throw new UserError($"'{text}': '{port}' is no port; write a number from 0 to 65535 or a service such as ssh or https");
}
