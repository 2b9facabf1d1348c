using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>
/// Answers a path's question with the tracer and tells it in AWS's words. Where no port is given any will do: the ports that rules speak of are tried.
/// </summary>
internal static class Analysing
{
    /// <summary>Ports tried for a path without one; more distinct ones than this are not in any network seen.</summary>
    private const int MostPortsTried = 512;

    public static AnalysisOutcome Of(Scope scope, NetworkInsightsPath path, NetworkInsightsAnalysis analysis)
    {
        var network = Lowering.Lower(scope.World);
        var trace = Tracer.Trace(network, QuestionOf(network, scope, path));
        var components = new Components(scope.World);
        var told = new PathTelling(components, trace);
        var forward = told.Way(trace.Forward, Direction.Forward);
        // A balancer's own connections go on with the path.
        for (var leg = trace; leg is { IsAnswered: true, Next: { } next }; leg = next) forward = Joined(forward, new PathTelling(components, next).Way(next.Forward, Direction.Forward));
        var filtered = trace.Reachable ? Filtered(analysis, forward) : [];
        return new AnalysisOutcome
        {
            NetworkPathFound = trace.Reachable && filtered.Count == 0,
            ForwardPathComponents = forward,
            ReturnPathComponents = trace.Reachable ? told.Way(trace.Return, Direction.Return) : [],
            Explanations = trace.Reachable ? filtered : told.Explanations(),
        };
    }

    private static IReadOnlyList<PathComponentView> Joined(IReadOnlyList<PathComponentView> way, IReadOnlyList<PathComponentView> further) =>
        [.. way.Concat(further).Select((c, i) => c with { SequenceNumber = i + 1 })];

    private static Question QuestionOf(Network network, Scope scope, NetworkInsightsPath path)
    {
        var (near, far) = (path.FilterAtSource, path.FilterAtDestination);
        var target = path.DestinationIp ?? near?.DestinationAddress;
        var question = new Question
        {
            Source = PathEnds.EndOf(path.Source),
            Destination = path.Destination is { } id ? PathEnds.EndOf(id) : target is { } ip ? PathEnd.At(ip) : PathEnd.Internet,
            Protocol = path.Protocol == "udp" ? Protocols.Udp : Protocols.Tcp,
            SourceAddress = path.SourceIp ?? near?.SourceAddress,
            DestinationAddress = path.Destination is null ? null : target,
            SourcePort = near?.SourcePortRange?.FromPort ?? far?.SourcePortRange?.FromPort ?? Question.DefaultSourcePort,
        };
        var range = near?.DestinationPortRange ?? far?.DestinationPortRange;
        if (path.DestinationPort is { } port) return question with { DestinationPort = port };
        var candidates = Candidates(scope, question.Protocol).Where(p => p >= (range?.FromPort ?? 0) && p <= (range?.ToPort ?? 65535)).ToList();
        var otherwise = question with { DestinationPort = range?.FromPort ?? question.DestinationPort };
        return candidates.Select(p => question with { DestinationPort = p }).Prepend(otherwise).FirstOrDefault(q => Tracer.Reaches(network, q)) ?? otherwise;
    }

    private static IEnumerable<int> Candidates(Scope scope, int protocol)
    {
        var groups = scope.All<SecurityGroup>().SelectMany(g => g.Rules).Where(r => r.Protocol == protocol).SelectMany(r => new[] { r.FromPort, r.ToPort });
        var entries = scope.All<NetworkAcl>().SelectMany(a => a.Entries).Where(e => e.Protocol == protocol).SelectMany(e => new[] { e.FromPort, e.ToPort });
        var listeners = scope.All<Listener>().Select(l => (int?)l.Port);
        return groups.Concat(entries).Concat(listeners).OfType<int>().Where(p => p is >= 0 and <= 65535).Distinct().Order().Take(MostPortsTried);
    }

    /// <summary>The path must go by all of the one kind of filter and by none of the other.</summary>
    private static List<ExplanationView> Filtered(NetworkInsightsAnalysis analysis, IReadOnlyList<PathComponentView> way)
    {
        var met = way.SelectMany(c => new[] { c.Component.Arn, c.AttachedTo?.Arn, c.Subnet?.Arn, c.Vpc?.Arn }).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var wrong = analysis.FilterInArns.Where(a => !met.Contains(a)).Concat(analysis.FilterOutArns.Where(met.Contains));
        return [.. wrong.Select(arn => new ExplanationView
        {
            ExplanationCode = "COMPONENT_FILTER_RESTRICTION",
            Component = new ComponentView(arn[(arn.LastIndexOf('/') + 1)..], arn, null),
        })];
    }
}
