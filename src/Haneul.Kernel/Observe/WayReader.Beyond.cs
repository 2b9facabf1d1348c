using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>Crossing gateways, the internet, and homes.</summary>
public sealed partial class WayReader
{
    private Place? CrossEdge(Visit visit, Router vpc)
    {
        router = vpc;
        var isOut = visit.In != EdgeCompiler.Outside;
        var gateway = new ObjectRef(ObjectKind.InternetGateway, vpc.InternetGatewayId ?? "");
        if (isOut ? visit.In == EdgeCompiler.InsideOneWay : IsAnswerToOneWay(vpc)) return CrossOneWay(visit, vpc, isOut);
        if (vpc.InternetGatewayId is null) return Stop(StepKind.InternetGateway, vpc.Ref, ExplanationCode.BadStateAttachment);
        if (visit.Left is not { } leaving)
        {
            var code = !isOut ? ExplanationCode.NoPublicAddressForIngress
                : visit.Of("forward")?.Decider is { } ? ExplanationCode.GatewayDestinationInVpc : ExplanationCode.NoPublicAddressForEgress;
            return Stop(StepKind.InternetGateway, gateway, code);
        }
        var before = packet;
        packet = leaving.Packet;
        if (packet.IsV6) Note(StepKind.InternetGateway, gateway, before, Decision.Pass);
        else
        {
            // Of an answer's translation the kernel tells nothing: it belongs to the connection.
            var key = Words.AddressBytes(isOut ? before.Source : before.Destination);
            var pair = map.RulesOf(visit.Namespace).ElementOf(isOut ? "private-to-public" : "public-to-private", key);
            Note(StepKind.InternetGateway, gateway, before, Decision.Translated, pair?.Reasons, recovered: true);
        }
        return isOut ? new Place(PlanNames.Internet, PlanNames.Device('g', vpc.Id)) : new Place(vpc.Id, leaving.Out == EdgeCompiler.Inside ? RouterCompiler.GatewayDevice : RouterCompiler.OneWayDevice);
    }

    /// <summary>What left by the egress-only gateway comes back by it.</summary>
    private bool IsAnswerToOneWay(Router vpc) => direction == Direction.Return && there is not null && vpc.EgressOnlyGatewayId is { } id
        && there.Steps.Any(s => s.Kind == StepKind.EgressOnlyGateway && s.At.Id == id && s.After.Answer() == packet);

    private Place? CrossOneWay(Visit visit, Router vpc, bool isOut)
    {
        var gateway = new ObjectRef(ObjectKind.EgressOnlyInternetGateway, vpc.EgressOnlyGatewayId ?? "");
        if (visit.Left is not { } leaving)
        {
            var code = vpc.Holds(packet.Destination) ? ExplanationCode.GatewayDestinationInVpc : ExplanationCode.NoPublicAddressForEgress;
            return Stop(StepKind.EgressOnlyGateway, gateway, code);
        }
        Note(StepKind.EgressOnlyGateway, gateway, packet, isOut ? Decision.Pass : Decision.Tracked);
        return isOut ? new Place(PlanNames.Internet, PlanNames.Device('g', vpc.Id)) : new Place(vpc.Id, leaving.Out == EdgeCompiler.Inside ? RouterCompiler.GatewayDevice : RouterCompiler.OneWayDevice);
    }

    private Place? CrossTranslator(Visit visit, PortTranslator nat)
    {
        if (nat.PortId is { } id && Net.Ports.TryGetValue(id, out var own)) (router, port) = (own.Router, own);
        // A rule translates what is new; an answer is translated back with its connection.
        var reasons = visit.Of("leave")?.Decider is { } hit && map.RulesOf(visit.Namespace).RuleAt(hit) is { } rule ? rule.Reasons : null;
        var isAnswer = direction == Direction.Return && visit.Left is not null && reasons is null;
        if (!isAnswer && port?.Has(packet.Destination) != true && Loops(nat.Ref)) return Stop(StepKind.Loop, nat.Ref, ExplanationCode.NoPath, recovered: true);
        if (visit.Left is not { } leaving)
        {
            var code = visit.HasStayed || visit.Of("forward") is null ? ExplanationCode.NoPath
                : router?.Holds(packet.Source) == true ? ExplanationCode.ProtocolRestriction : ExplanationCode.NatRequiresSourceInVpc;
            return Stop(StepKind.NatGateway, nat.Ref, code);
        }
        var before = packet;
        packet = leaving.Packet;
        Note(StepKind.NatGateway, nat.Ref, before, Decision.Translated, isAnswer ? null : reasons ?? ReasonSet.Of(new Reason(nat.Ref)), recovered: reasons is null);
        return port is null ? null : new Place(port.Router.Id, RouterCompiler.DeviceOf(port));
    }

    private Place? CrossInternet(Visit visit)
    {
        if (visit.Of("arrive") is { IsDropped: true } || visit.Of("forward") is not { } run) return Stop(StepKind.Internet, ObjectRef.Internet, ExplanationCode.NoPath);
        switch (map.Behind(run.Out))
        {
            case Router holder:
                if (!isFromGateway && !IsAnswerToOneWay(holder))
                {
                    Note(StepKind.Internet, ObjectRef.Internet, packet, Decision.Pass, next: holder.InternetGatewayId is { } id ? new ObjectRef(ObjectKind.InternetGateway, id) : null);
                }
                return new Place(PlanNames.Edge(holder.Id), EdgeCompiler.Outside);
            case Host host when run.IsDropped:
                return Stop(StepKind.MachineLink, host.Ref, ExplanationCode.NoPath);
            case Host host:
                return Arrive(host.Ref);
            case HomeRouter home:
                return new Place(PlanNames.Home(home.Name), "wan");
            default:
                Note(StepKind.Internet, ObjectRef.Internet, packet, Decision.Arrived);
                arrived = ObjectRef.Internet;
                return null;
        }
    }

    private Place? CrossHome(Visit visit, HomeRouter home)
    {
        if (visit.Left is not { } leaving) return NotThroughHome(visit, home);
        var rules = map.RulesOf(visit.Namespace);
        var forward = visit.Of("arrive")?.Decider is { } hit && rules.RuleAt(hit) is { } rule ? rule.Reasons : null;
        var translated = leaving.Packet;
        var own = ReasonSet.Of(new Reason(home.Ref));
        if (visit.In != "wan")
        {
            // From within to the own public address: out and in again, at one crossing.
            var isBack = leaving.Out != "wan";
            var before = packet;
            packet = isBack ? packet with { Source = translated.Source, SourcePort = translated.SourcePort } : translated;
            Note(StepKind.HomeRouter, home.Ref, before, Decision.Translated, own, recovered: direction == Direction.Return);
            if (!isBack) return new Place(PlanNames.Internet, PlanNames.Device('r', home.Name));
        }
        var outside = packet;
        packet = translated;
        Note(StepKind.HomeRouter, home.Ref, outside, Decision.Translated, forward, recovered: forward is null);
        var reached = Net.Beyond.Hosts.Values.FirstOrDefault(h => h.Home == home && h.Address == packet.Destination);
        return reached is null ? Stop(StepKind.HomeRouter, home.Ref, ExplanationCode.NoPath) : Arrive(reached.Ref);
    }

    /// <summary>From within to the own public address is out and in again, though it ends at one crossing.</summary>
    private Place? NotThroughHome(Visit visit, HomeRouter home)
    {
        if (visit.In != "wan" && packet.Destination == home.PublicIp)
        {
            var before = packet;
            packet = packet with { Source = home.PublicIp };
            Note(StepKind.HomeRouter, home.Ref, before, Decision.Translated, ReasonSet.Of(new Reason(home.Ref)), recovered: true);
        }
        return Stop(StepKind.HomeRouter, home.Ref, ExplanationCode.NoPath);
    }
}
