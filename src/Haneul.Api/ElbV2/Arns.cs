using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>ARNs of load balancing: arn:aws:elasticloadbalancing:region:account:kind/….</summary>
internal static class Arns
{
    public static string ArnOf<T>(this Scope scope, Id<T> id) where T : IResource<T> => scope.Arn(LoadBalancer.Service, id.Value);

    public static LoadBalancer Balancer(this Scope scope, string arn) => scope.Get(Id<LoadBalancer>(scope, arn, "loadbalancer/"));

    public static Listener Listener(this Scope scope, string arn) => scope.Get(Id<Listener>(scope, arn, "listener/"));

    public static ListenerRule Rule(this Scope scope, string arn) => scope.Get(Id<ListenerRule>(scope, arn, "listener-rule/"));

    public static TargetGroup Group(this Scope scope, string arn) => scope.Get(Id<TargetGroup>(scope, arn, "targetgroup/"));

    public static TrustStore TrustStore(this Scope scope, string arn) => scope.Get(Id<TrustStore>(scope, arn, "truststore/"));

    /// <summary>The id that an ARN holds; that of another account or region names nothing here.</summary>
    public static Id<T> Id<T>(Scope scope, string arn, string kind) where T : IResource<T>
    {
        var parts = arn.Split(':', 6);
        if (parts.Length < 6 || parts[2] != LoadBalancer.Service || !parts[5].StartsWith(kind, StringComparison.Ordinal)) throw BalancerFaults.Validation($"'{Brief(arn)}' is not a valid {T.Kind.Noun} ARN");
        var start = scope.Arn(LoadBalancer.Service, "");
        return arn.StartsWith(start, StringComparison.Ordinal) ? new Id<T>(arn[start.Length..]) : throw Fault.NotFound<T>(Brief(arn));
    }

    private static string Brief(string text) => text.Length <= 200 ? text : text[..200] + "…";
}
