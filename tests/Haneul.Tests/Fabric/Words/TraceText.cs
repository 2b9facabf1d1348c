using Haneul.Fabric;
using System.Text;
using Haneul.Model;

namespace Haneul.Tests.Fabric;

/// <summary>A trace as plain text: verdict, steps with the packet, blockers with what opens them, conditions. What goldens hold.</summary>
internal static class TraceText
{
    public static string Print(Network net, Trace trace)
    {
        var words = new Wording(net);
        var text = new StringBuilder();
        text.AppendLine($"{(trace.Reachable ? "reachable" : "not reachable")}: {trace.From} -> {trace.To?.Id ?? trace.Question.Destination.ToString()}, {trace.Packet}");
        Way(text, words, "there", trace.Forward);
        Way(text, words, "back", trace.Return);
        if (trace.Blockers.Count > 0) text.AppendLine("  blockers");
        foreach (var blocker in trace.Blockers)
        {
            text.AppendLine($"    {blocker.Code} {(blocker.Direction == Direction.Return ? "(way back) " : "")}{words.Say(blocker)}");
            text.AppendLine($"      to open it: {words.Open(blocker)}");
        }
        if (trace.Conditions is { } conditions)
        {
            text.AppendLine($"  internet access of {conditions.InterfaceId}");
            foreach (var line in words.Say(conditions)) text.AppendLine($"    {line}");
        }
        return text.ToString();
    }

    private static void Way(StringBuilder text, Wording words, string name, IReadOnlyCollection<Step> steps)
    {
        if (steps.Count > 0) text.AppendLine($"  {name}");
        foreach (var step in steps)
        {
            text.AppendLine($"    {(step.Hypothetical ? "(if) " : "")}{step.Kind}{(step.Code is null ? "" : $" {step.Code}")}: {words.Say(step)}");
        }
    }
}
