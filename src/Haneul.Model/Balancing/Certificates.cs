namespace Haneul.Model;

/// <summary>Finding certificates and who uses them. https://docs.aws.amazon.com/acm/latest/userguide/acm-overview.html</summary>
public static class Certificates
{
    public const string Service = "acm";

    public static Certificate? Find(Scope scope, string arn) =>
        arn.StartsWith(scope.Arn(Service, ""), StringComparison.Ordinal) && scope.TryFind(new Id<Certificate>(arn[scope.Arn(Service, "").Length..]), out var certificate) ? certificate : null;

    /// <summary>The balancers that show it to clients.</summary>
    public static IEnumerable<LoadBalancer> UsersOf(Scope scope, Certificate certificate) =>
        scope.All<Listener>().Marked(scope.Arn(Service, certificate.Id.Value)).Select(l => l.BalancerId).Distinct().Select(id => scope.Find<LoadBalancer>(id)).OfType<LoadBalancer>();
}
