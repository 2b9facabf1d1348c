using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Haneul.Balancing;
using Haneul.Daemon;
using Haneul.Output;

namespace Haneul.Commands;

/// <summary><c>haneul balancers</c>: load balancers with their addresses, listeners and targets, how those do and why.</summary>
internal static class BalancersCommand
{
    public static Command Make()
    {
        var name = new Argument<string?>("name") { Description = "Only the balancer of this name", Arity = ArgumentArity.ZeroOrOne };
        var endpoint = Shared.Endpoint();
        var data = Shared.Data();
        var json = Shared.AsJson();
        var command = new Command("balancers", "Show load balancers: addresses, listeners, targets and their health") { name, endpoint, data, json };
        command.SetAction(async (parse, cancel) =>
        {
            var at = Shared.Find(parse.GetValue(endpoint), parse.GetValue(data) ?? "");
            var answer = (await Shared.CallAsync(at, HttpMethod.Get, "balancers", null, cancel)).Deserialize<BalancersReport>(Json.Options) ?? throw new UserError($"What answers at {at} is not this Haneul");
            if (parse.GetValue(name) is { } wanted)
            {
                answer = new BalancersReport([.. answer.Balancers.Where(b => b.Name == wanted)]);
                if (answer.Balancers.Count == 0) throw new UserError($"There is no load balancer '{wanted}': '{Self.Name} balancers' lists them");
            }
            if (parse.GetValue(json)) Json.Print(answer);
            else Print(Page.Out, answer);
            return 0;
        });
        return command;
    }

    internal static void Print(Page page, BalancersReport report)
    {
        foreach (var balancer in report.Balancers) Tree(balancer).Draw(page);
        if (report.Balancers.Count == 0) page.Line("There is no load balancer");
    }

    private static Branch Tree(BalancerReport balancer)
    {
        var tree = new Branch([Word.Thing(balancer.Name), $"  {balancer.Type}, {balancer.Scheme}, ", balancer.State == "active" ? Word.Good(balancer.State) : Word.Warn(balancer.State), Rate(balancer.RequestsPerSecond)]);
        if (balancer.DnsName.Length > 0) tree.Add(balancer.DnsName);
        foreach (var node in balancer.Nodes)
        {
            tree.Add([$"{node.Zone}  ", Word.Address(string.Join(' ', node.Addresses)), node.Addresses.SequenceEqual(node.PrivateAddresses) ? "" : $" ({string.Join(' ', node.PrivateAddresses)})", Standing(node, balancer.DnsName.Length > 0)]);
        }
        foreach (var listener in balancer.Listeners)
        {
            tree.Add([Word.Strong(listener.Port == 0 ? listener.Protocol : $"{listener.Protocol} {listener.Port}"), $"  {Rules(listener.Rules)}{listener.Default}"]);
        }
        foreach (var group in balancer.Groups)
        {
            var below = tree.Add(["targets of ", Word.Thing(group.Name), Rate(group.RequestsPerSecond)]);
            foreach (var target in group.Targets) below.Add([Word.Thing(target.Name ?? target.Id), target.Name is null ? "" : $" {target.Id}", $" port {target.Port}{(target.Zone is null ? "" : $"  {target.Zone}")}  ", .. Health(target)]);
            if (group.Targets.Count == 0) below.Add(Word.Dim("none"));
        }
        if (balancer.Ask is { } ask) tree.Add(Word.Dim(ask));
        return tree;
    }

    /// <summary>A gateway balancer has no name that could lead anywhere.</summary>
    private static Word Standing(NodeReport node, bool hasName) => node.Failed ? Word.Bad("  zone has failed") : node.Named || !hasName ? "" : Word.Warn("  no healthy targets: its name does not lead there");

    private static string Rules(int rules) => rules switch
    {
        0 => "",
        1 => "1 rule, else ",
        _ => $"{rules} rules, else ",
    };

    private static IEnumerable<Word> Health(TargetReport target)
    {
        yield return target.State switch
        {
            "healthy" => Word.Good(target.State),
            "unhealthy" => Word.Bad(target.State),
            _ => Word.Warn(target.State),
        };
        if (target.Reason is { } reason) yield return $"  {reason}{(target.Description is { } why ? $": {why}" : "")}";
    }

    private static Word Rate(double? rate) => rate is { } r ? Word.Dim($"  {r.ToString("0.#", CultureInfo.InvariantCulture)}/s") : "";
}
