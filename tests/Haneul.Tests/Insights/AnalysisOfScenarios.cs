using Haneul.Api.Ec2;
using Haneul.Fabric;
using Haneul.Model;
using Haneul.Tests.Fabric;
using Haneul.Tests.Spec;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Insights;

/// <summary>An analysis must say what the tracer says: same verdict, same codes, in AWS's members.</summary>
public sealed class AnalysisOfScenarios
{
    private static readonly Place Here = new("000000000000", "ap-northeast-2");

    public static TheoryData<string> Names => ScenarioTests.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void An_analysis_agrees_with_the_trace(string scenario)
    {
        var folder = Repository.At("tests", "Haneul.Tests", "Fabric", "Scenarios", scenario);
        var world = WorldText.Read(File.ReadAllText(Path.Combine(folder, "world.txt")));
        foreach (var question in ScenarioTests.QuestionsOf(folder).Where(IsAnalysed))
        {
            var trace = Tracer.Trace(Lowering.Lower(world), question);
            var outcome = OutcomeOf(world, question);
            Assert.Equal(trace.Reachable, outcome.NetworkPathFound);
            Assert.Equal(trace.Blockers.Select(b => b.Code), outcome.Explanations.Select(e => e.ExplanationCode));
            Assert.Equal(Enumerable.Range(1, outcome.ForwardPathComponents.Count), outcome.ForwardPathComponents.Select(c => c.SequenceNumber));
            Assert.All(outcome.Explanations.Where(e => e.ExplanationCode == ExplanationCode.AclRestriction), e => Assert.NotNull(e.AclRule));
            Assert.All(outcome.Explanations.Where(e => e.ExplanationCode == ExplanationCode.GroupRulesMismatch), e => Assert.NotEmpty(e.SecurityGroups ?? []));
        }
    }

    /// <summary>AWS analyses TCP and UDP over IPv4 between resources, or to an address.</summary>
    private static bool IsAnalysed(Question q) =>
        Protocols.HasPorts(q.Protocol) && !q.OverIpv6 && q.SourceAddress is null or { IsV6: false } && q.DestinationAddress is null or { IsV6: false }
        && q.Source.Object.Kind is ObjectKind.Instance or ObjectKind.NetworkInterface or ObjectKind.InternetGateway
        && (q.Destination.Address is { IsV6: false } || q.Destination.Object.Kind is ObjectKind.Instance or ObjectKind.NetworkInterface or ObjectKind.InternetGateway);

    private static AnalysisOutcome OutcomeOf(World world, Question q)
    {
        var draft = new Draft(world, Here, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new SeededIds());
        var path = draft.Put(new NetworkInsightsPath
        {
            Id = new("nip-1"), CreatedDate = draft.Now, Source = q.Source.Object.Id, Destination = q.Destination.Address is null ? q.Destination.Object.Id : null,
            SourceIp = q.SourceAddress, DestinationIp = q.Destination.Address ?? q.DestinationAddress, Protocol = Protocols.NameOf(q.Protocol),
            FilterAtSource = new PathFilter { SourcePortRange = new FilterPortRange { FromPort = q.SourcePort, ToPort = q.SourcePort } }, DestinationPort = q.DestinationPort,
        });
        var analysis = draft.Put(new NetworkInsightsAnalysis { Id = new("nia-1"), PathId = path.Id, StartDate = draft.Now });
        new AnalysisIsDone(Here, analysis.Id).Apply(draft);
        return draft.Get(analysis.Id).Outcome ?? throw new InvalidOperationException("the analysis did not end");
    }
}
