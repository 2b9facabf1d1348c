using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Tests.Fabric;

/// <summary>Says a match in AWS's words: <c>tcp 22 from sg-0aaa</c>.</summary>
internal sealed class MatchWords : IMatchVisitor<string>
{
    public static MatchWords Instance { get; } = new();

    public static string Say(Match match) => match.Accept(Instance) is { Length: > 0 } said ? said : "all";

    public string AllOf(Match.AllOf match)
    {
        var said = string.Join(' ', match.Parts.Select(p => p.Accept(this)).Where(s => s.Length > 0));
        return match.Parts.Any(p => p is Match.OfProtocol) ? said : $"all {said}".Trim();
    }

    public string Protocol(Match.OfProtocol match) => Protocols.NameOf(match.Number);

    public string Ports(Match.Ports match) => match is { First: 0, Last: 65535 } ? "" : match.First == match.Last ? $"{match.First}" : $"{match.First}-{match.Last}";

    public string Icmp(Match.Icmp match) => match switch
    {
        { Type: < 0 } => match.Code < 0 ? "" : $"code {match.Code}",
        { Code: < 0 } => $"type {match.Type}",
        _ => $"type {match.Type} code {match.Code}",
    };

    public string InBlocks(Match.InBlocks match) =>
        $"{Way(match.Side)} {match.ListId ?? string.Join(", ", match.Blocks)}";

    public string InGroup(Match.InGroup match) => $"{Way(match.Side)} {match.Members.GroupId}";

    public string Unresolved(Match.Unresolved match) => $"with {match.GroupId} (stale)";

    private static string Way(Side side) => side == Side.Source ? "from" : "to";
}
