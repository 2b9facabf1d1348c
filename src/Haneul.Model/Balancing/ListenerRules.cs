using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>Making, changing and ordering the rules of a listener. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html</summary>
public static class ListenerRules
{
    private const int MostPriority = 50_000;

    /// <summary>A fresh id below a listener.</summary>
    public static Id<ListenerRule> NewId(Draft draft, Listener listener) => new($"{Below(listener)}/{draft.Hex(16)}");

    /// <summary>What a listener's default actions are called where a rule's id is wanted.</summary>
    public static string DefaultId(Listener listener) => $"{Below(listener)}/{listener.Id.Value[(listener.Id.Value.LastIndexOf('/') + 1)..]}";

    /// <summary>Puts a rule that is new.</summary>
    public static ListenerRule Make(Draft draft, Listener listener, ListenerRule wanted)
    {
        if (wanted.Priority is < 1 or > MostPriority) throw BalancerFaults.Validation($"Priority {wanted.Priority} must be from 1 to {MostPriority}");
        if (draft.All<ListenerRule>().Marked(listener.Id.Value).FirstOrDefault(r => r.Priority == wanted.Priority) is { } other)
        {
            throw new Fault("PriorityInUse", $"Priority '{wanted.Priority}' is currently in use by '{draft.Arn(LoadBalancer.Service, other.Id.Value)}'");
        }
        var have = draft.All<Listener>().Marked(listener.BalancerId.Value).Sum(l => draft.All<ListenerRule>().CountMarked(l.Id.Value));
        draft.Admit(BalancerQuotas.RulesPerApplicationBalancer, have);
        return Put(draft, listener, wanted);
    }

    /// <summary>Checks all of a rule and puts it.</summary>
    public static ListenerRule Put(Draft draft, Listener listener, ListenerRule wanted)
    {
        var balancer = draft.Get(listener.BalancerId);
        if (balancer.Type != BalancerType.Application) throw new Fault("UnsupportedProtocol", $"Rules are for listeners of Application Load Balancers; that of a {BalancerWords.Of(balancer.Type)} one has default actions only");
        RuleConditions.Check(wanted.Conditions);
        CheckTransforms(wanted.Transforms);
        RuleActions.Check(draft, balancer, listener, wanted.Actions);
        return draft.Put(wanted);
    }

    /// <summary>Gives rules of one listener other priorities, all at once.</summary>
    public static void Order(Draft draft, IReadOnlyList<(ListenerRule Rule, int Priority)> wanted)
    {
        var listeners = wanted.Select(w => w.Rule.ListenerId).Distinct().ToList();
        if (listeners.Count != 1) throw BalancerFaults.Validation("All rules must belong to the same listener");
        if (wanted.DistinctBy(w => w.Rule.Id).Count() < wanted.Count) throw BalancerFaults.Validation("A rule is named twice");
        foreach (var wrong in wanted.Where(w => w.Priority is < 1 or > MostPriority)) throw BalancerFaults.Validation($"Priority {wrong.Priority} must be from 1 to {MostPriority}");
        var moved = wanted.ToDictionary(w => w.Rule.Id, w => w.Priority);
        var all = draft.All<ListenerRule>().Marked(listeners[0].Value).Select(r => (Rule: r, Priority: moved.GetValueOrDefault(r.Id, r.Priority))).ToList();
        if (all.GroupBy(r => r.Priority).FirstOrDefault(g => g.Count() > 1) is { } clash) throw new Fault("PriorityInUse", $"Priority '{clash.Key}' is currently in use");
        foreach (var (rule, priority) in all) draft.Put(rule with { Priority = priority });
    }

    private static string Below(Listener listener) => $"listener-rule/{listener.Id.Value["listener/".Length..]}";

    private static void CheckTransforms(ImmutableArray<RuleTransform> transforms)
    {
        if (transforms.DistinctBy(t => t.Type).Count() < transforms.Length) throw BalancerFaults.Validation("A rule has one transform of each type at most");
        foreach (var transform in transforms)
        {
            if (transform.Type is not ("host-header-rewrite" or "url-rewrite")) throw BalancerFaults.Validation($"Transform type '{transform.Type}' must be host-header-rewrite or url-rewrite");
            if (transform.Regex.Length is 0 or > 1024 || transform.Replace.Length > 1024) throw BalancerFaults.Validation("A rewrite's expression has 1 to 1024 characters, its replacement 1024 at most");
            RuleConditions.CheckRegex(transform.Regex);
        }
    }
}
