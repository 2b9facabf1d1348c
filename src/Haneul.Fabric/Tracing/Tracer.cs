using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>Says of one packet whether it arrives and its answer comes back, by which way, and what stops it. Pure: it asks the lowered network and nothing else.</summary>
public static class Tracer
{
    /// <summary>Balancers behind balancers are followed so far.</summary>
    private const int MostLegs = 4;

    /// <summary>The verdict alone; stops at the first thing that stops the packet.</summary>
    public static bool Reaches(Network net, Question question) => Reaches(net, question, 1);

    /// <summary>The whole explanation: both ways, every decision and everything that stands in the way.</summary>
    public static Trace Trace(Network net, Question question) => Trace(net, question, 1);

    private static bool Reaches(Network net, Question question, int leg)
    {
        var ends = Ends.Of(net, question);
        if (ends.Problem is not null || !StartIsFine(ends)) return false;
        var flow = new Flow();
        var asker = new Asker();
        var there = new Walk(net, flow, asker, null, Direction.Forward, ends.Goal, question);
        Start(there, flow, ends, null);
        if (there.Blocked || there.Arrived is null) return false;
        var back = new Walk(net, flow, asker, null, Direction.Return, GoalOfAnswer(ends), question);
        if (Answer(net, ends, there, back) && (back.Blocked || back.Arrived is null)) return false;
        return there.Balanced is not { } on || leg == MostLegs || Reaches(net, OwnQuestion(question, on), leg + 1);
    }

    private static Trace Trace(Network net, Question question, int leg)
    {
        var ends = Ends.Of(net, question);
        var log = new Log();
        Walk? there = null;
        if (ends.Problem is { } problem)
        {
            Refuse(log, ends, problem.Code, problem.At, OpeningKind.None);
        }
        else
        {
            var flow = new Flow();
            var asker = new Asker();
            there = new Walk(net, flow, asker, log, Direction.Forward, ends.Goal, question);
            Start(there, flow, ends, log);
            if (there.Arrived is not null) Answer(net, ends, there, new Walk(net, flow, asker, log, Direction.Return, GoalOfAnswer(ends), question));
        }
        var next = there?.Balanced is { } on && leg < MostLegs ? Trace(net, OwnQuestion(question, on), leg + 1) : null;
        var trace = new Trace
        {
            Question = question,
            Reachable = log.Blockers.Count == 0 && next is not { Reachable: false },
            Packet = ends.Packet,
            From = ends.From,
            To = there?.Arrived,
            Forward = [.. log.Forward],
            Return = [.. log.Return],
            Blockers = [.. log.Blockers, .. next?.Blockers.Select(b => b with { Hypothetical = b.Hypothetical || log.Hypothetical }) ?? []],
            Next = next,
        };
        return trace with { Conditions = InternetConditions.Of(net, ends, trace) };
    }

    /// <summary>An interface must be attached, its zone work, its instance run, and the source address be its own, unless its check is off; a gateway must be attached.</summary>
    private static bool StartIsFine(Ends ends) =>
        ends is not { SourceHop: not null, Into: null }
        && (ends.SourcePort is not { } port || (port.Attached && !port.Dark && port.Running && (port.Has(ends.Packet.Source) || !port.ChecksAddresses)));

    private static void Start(Walk walk, Flow flow, Ends ends, Log? log)
    {
        if (ends.SourcePort is { } port)
        {
            if (log is not null) ExplainStart(log, ends, port);
            // A node's own connection by its client's address: its answers come back to the node.
            if (port.PassesFlows && !port.Has(ends.Packet.Source)) flow.Steer(port, ends.Packet);
            walk.LeaveFrom(port, ends.Packet);
        }
        else if (ends.SourceHost is { } host)
        {
            walk.LeaveFrom(host, ends.Packet);
        }
        else if (ends is { SourceHop: { } hop, Into: { } into })
        {
            walk.LeaveHop(hop, into, ends.Packet);
        }
        else if (ends.SourceHop is { } detached)
        {
            if (log is not null) Refuse(log, ends, ExplanationCode.BadStateAttachment, detached.Ref, OpeningKind.AttachGateway);
        }
        else
        {
            walk.LeaveInternet(ends.Packet);
        }
    }

    private static void ExplainStart(Log log, Ends ends, Port port)
    {
        if (!port.Attached) Refuse(log, ends, ExplanationCode.BadStateAttachment, port.Ref, OpeningKind.AttachInterface);
        if (port.Dark) Refuse(log, ends, ExplanationCode.BadState, port.Ref, OpeningKind.RecoverZone, port.Segment.ZoneRef);
        if (port is { Attached: true, Running: false }) Refuse(log, ends, ExplanationCode.BadState, port.Ref, OpeningKind.StartInstance, Instance(port));
        if (!port.Has(ends.Packet.Source) && port.ChecksAddresses) Refuse(log, ends, ExplanationCode.InterfaceAddress, port.Ref, OpeningKind.UseOwnAddress);
    }

    private static ObjectRef? Instance(Port port) => port.InstanceId is { } id ? new ObjectRef(ObjectKind.Instance, id) : null;

    private static void Refuse(Log log, Ends ends, string code, ObjectRef at, OpeningKind opening, ObjectRef? by = null)
    {
        var step = new Step
        {
            Kind = (code, opening) switch
            {
                (ExplanationCode.InterfaceAddress, _) => StepKind.SourceCheck,
                (_, OpeningKind.RecoverZone) => StepKind.ZoneState,
                _ => StepKind.InterfaceState,
            },
            At = at,
            Before = ends.Packet,
            After = ends.Packet,
            Decision = Decision.Stopped,
            Reasons = ReasonSet.Of(new Reason(by ?? at)),
            Code = code,
            VpcId = ends.SourcePort?.Router.Id,
            SubnetId = ends.SourcePort?.Segment.Id,
            InterfaceId = ends.SourcePort?.Id,
        };
        log.Stop(Direction.Forward, step, new Opening(opening, at, Target: opening == OpeningKind.RecoverZone ? by : null));
    }

    /// <summary>What a balancer's node asks a target by itself.</summary>
    private static Question OwnQuestion(Question question, (Port Node, FlowChoice Choice, Packet? Borrowed) on)
    {
        var target = on.Choice.Target;
        return new Question
        {
            Source = PathEnd.Interface(new Id<NetworkInterface>(on.Node.Id)),
            SourceAddress = on.Borrowed?.Source ?? on.Node.Primary(target.Address.IsV6),
            SourcePort = on.Borrowed?.SourcePort ?? Question.DefaultSourcePort,
            Destination = target.PortId is { } port ? PathEnd.Interface(new Id<NetworkInterface>(port)) : PathEnd.At(target.Address),
            DestinationAddress = target.Address,
            DestinationPort = target.Port,
            Http = question.Http,
            Chosen = question.Chosen,
        };
    }

    private static Goal GoalOfAnswer(Ends ends) => new()
    {
        Port = ends.SourcePort,
        Router = ends.SourcePort?.Router,
        Hop = ends.SourceHop is InternetExit ? null : ends.SourceHop,
        Awaited = ends.Packet.Answer(),
        AwaitedAt = ends.From,
    };

    /// <summary>Sends the answer from where the packet arrived; false where nothing is known of what answers there.</summary>
    private static bool Answer(Network net, Ends ends, Walk there, Walk back)
    {
        var answer = there.Packet.Answer();
        switch (there.Arrived)
        {
            case { Kind: ObjectKind.Service }:
                back.Receive(there.Arrived.Value, ends.From, answer);
                return true;
            case { Kind: ObjectKind.Internet or ObjectKind.InternetGateway or ObjectKind.EgressOnlyInternetGateway }:
                back.LeaveInternet(answer);
                return true;
            case { Kind: ObjectKind.VpcEndpoint } when net.Hops[there.Arrived.Value.Id] is ServiceExit exit:
                back.LeaveHop(exit, net.Routers[exit.RouterId], answer);
                return true;
        }
        if (there.ArrivedPort is { } port) back.LeaveFrom(port, answer);
        else if (there.ArrivedHost is { } host) back.LeaveFrom(host, answer);
        else return false;
        return true;
    }
}
