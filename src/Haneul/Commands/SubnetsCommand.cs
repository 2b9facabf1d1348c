using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Haneul.Daemon;
using Haneul.Model;
using Haneul.Output;

namespace Haneul.Commands;

/// <summary><c>haneul subnets</c>: plans the subnets of a VPC, one for each tier and zone, and says what overlaps. Needs no daemon.</summary>
internal static class SubnetsCommand
{
    private static readonly char[] Separators = [',', ' '];

    public static Command Make()
    {
        var block = new Argument<string>("cidr") { Description = "The VPC's block, such as 10.0.0.0/16" };
        var zones = new Option<string>("--zones") { Description = "How many zones, or their names: 3, or a,c", DefaultValueFactory = _ => "3" };
        var tiers = new Option<string>("--tiers") { Description = "Tiers, each with a length if it should have one: public/24,app,data", DefaultValueFactory = _ => "public,private" };
        var existing = new Option<string[]>("--existing") { Description = "Blocks that are in use: overlaps are told", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var around = new Option<bool>("--around") { Description = "Plan around the blocks in use" };
        var json = Shared.AsJson();
        var command = new Command("subnets", "Plan the subnets of a VPC by zone and tier") { block, zones, tiers, existing, around, json };
        command.SetAction(parse =>
        {
            var plan = SubnetPlan.Make(
                Block(parse.GetValue(block) ?? ""), Zones(parse.GetValue(zones) ?? ""), [.. Split(parse.GetValue(tiers) ?? "").Select(SubnetTier.Parse)],
                [.. (parse.GetValue(existing) ?? []).SelectMany(Split).Select(Block)], parse.GetValue(around));
            if (parse.GetValue(json)) Json.Print(PlanReport.Of(plan));
            else Print(Page.Out, plan);
            return plan.Overlaps.IsEmpty || parse.GetValue(around) ? 0 : 1;
        });
        return command;
    }

    internal static void Print(Page page, SubnetPlan plan)
    {
        page.Line(Word.Strong(plan.Block.ToString()), $"  {plan.Subnets.Length} subnets; AWS keeps 5 addresses of each (the first four and the last)");
        page.Table(new Table(
            [new("Tier"), new("Zone"), new("Subnet"), new("Mask"), new("Usable", IsNumber: true), new("First"), new("Last")],
            [.. plan.Subnets.Select(IReadOnlyList<Word> (s) =>
            [
                Word.Thing(s.Tier), s.Zone, Word.Address(s.Block.ToString()), Mask(s.Block), Usable(s), s.FirstUsable.ToString(), s.LastUsable.ToString(),
            ])]));
        if (plan.NextFree is { } free) page.Line("next free block  ", Word.Address(free.ToString()), plan.Free.Length > 1 ? Word.Dim($"  (then {string.Join(", ", plan.Free.Skip(1).Take(4))}{(plan.Free.Length > 5 ? ", …" : "")})") : "");
        else page.Line("next free block  none: the whole block is planned");
        foreach (var overlap in plan.Overlaps)
        {
            var what = overlap.Planned is { } p ? $"{p.Tier} in zone {p.Zone}, {overlap.Block}," : $"the VPC's block {overlap.Block}";
            page.Line(Word.Warn("overlap  "), $"{what} shares addresses with {overlap.Existing}, which is in use");
        }
        if (!plan.Overlaps.IsEmpty) page.Line(Word.Dim("         --around plans around what is in use"));
    }

    private static string Usable(PlannedSubnet subnet) => subnet.Block.IsV6 ? $"2^{128 - subnet.Block.Length}-5" : subnet.UsableAddresses.ToString(CultureInfo.InvariantCulture);

    private static string Mask(Cidr block) => block.IsV6 ? $"/{block.Length}" : new Ip(uint.MaxValue & ~(uint)block.SizeLessOne, false).ToString();

    private static Cidr Block(string text) =>
        !Cidr.TryParse(text, out var block, out var hadHostBits) ? throw new UserError($"'{text}' is not a CIDR block: write it as 10.0.0.0/16")
        : hadHostBits ? throw new UserError($"'{text}' is an address in the block {block}, not a block: write {block}")
        : block;

    private static ImmutableArray<string> Zones(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? SubnetPlan.Zones(count) : [.. Split(text)];

    private static string[] Split(string text) => text.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The plan as <c>--json</c> prints it.</summary>
    internal sealed record PlanReport(string Block, IReadOnlyList<PlanReport.SubnetRow> Subnets, IReadOnlyList<string> Free, IReadOnlyList<PlanReport.OverlapRow> Overlaps)
    {
        internal sealed record SubnetRow(string Tier, string Zone, string Block, string Mask, string UsableAddresses, string First, string Last);

        internal sealed record OverlapRow(string? Tier, string? Zone, string Block, string Existing);

        public static PlanReport Of(SubnetPlan plan) => new(
            plan.Block.ToString(),
            [.. plan.Subnets.Select(s => new SubnetRow(s.Tier, s.Zone, s.Block.ToString(), Mask(s.Block), s.UsableAddresses.ToString(CultureInfo.InvariantCulture), s.FirstUsable.ToString(), s.LastUsable.ToString()))],
            [.. plan.Free.Select(f => f.ToString())],
            [.. plan.Overlaps.Select(o => new OverlapRow(o.Planned?.Tier, o.Planned?.Zone, o.Block.ToString(), o.Existing.ToString()))]);
    }
}
