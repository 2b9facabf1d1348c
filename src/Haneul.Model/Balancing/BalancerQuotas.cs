using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>The quotas of load balancing and of certificates. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html, …/network/load-balancer-limits.html, https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html</summary>
public static class BalancerQuotas
{
    public static Quota ApplicationBalancers { get; } = Elb("L-53DA6B97", "Application Load Balancers per Region", 50, 5000, "TooManyLoadBalancers", "Application Load Balancers");

    public static Quota NetworkBalancers { get; } = Elb("L-69A177A2", "Network Load Balancers per Region", 50, 5000, "TooManyLoadBalancers", "Network Load Balancers");

    public static Quota ListenersPerApplicationBalancer { get; } = Elb("L-B6DF7632", "Listeners per Application Load Balancer", 50, 1000, "TooManyListeners", "listeners of the load balancer");

    public static Quota ListenersPerNetworkBalancer { get; } = Elb("L-57A373D6", "Listeners per Network Load Balancer", 50, 1000, "TooManyListeners", "listeners of the load balancer");

    public static Quota RulesPerApplicationBalancer { get; } = Elb("L-7EED9B64", "Rules per Application Load Balancer", 100, 1000, "TooManyRules", "rules of the load balancer");

    public static Quota CertificatesPerApplicationBalancer { get; } = Elb("L-9365A611", "Certificates per Application Load Balancer", 25, 1000, "TooManyCertificates", "certificates of the load balancer besides default ones");

    public static Quota CertificatesPerNetworkBalancer { get; } = Elb("L-52964454", "Certificates per Network Load Balancer", 25, 1000, "TooManyCertificates", "certificates of the load balancer besides default ones");

    public static Quota GroupsPerApplicationBalancer { get; } =
        Elb("L-822D1B1B", "Target Groups per Application Load Balancer", 100, 1000, "TooManyUniqueTargetGroupsPerLoadBalancer", "target groups of the load balancer");

    public static Quota TargetGroups { get; } = Elb("L-B22855CB", "Target Groups per Region", 3000, 30_000, "TooManyTargetGroups", "target groups");

    public static Quota TargetsPerGroup { get; } = Elb("L-A0D0B863", "Targets per Target Group per Region", 1000, 10_000, "TooManyTargets", "targets of the target group");

    public static Quota TargetsPerApplicationBalancer { get; } = Elb("L-7E6692B2", "Targets per Application Load Balancer", 1000, 10_000, "TooManyTargets", "targets of the load balancer");

    public static Quota TargetsPerNetworkBalancer { get; } = Elb("L-EEF1AD04", "Targets per Network Load Balancer", 3000, 30_000, "TooManyTargets", "targets of the load balancer");

    public static Quota TrustStores { get; } = Elb("L-A8F7060B", "Trust stores per account", 20, 1000, "TooManyTrustStores", "trust stores");

    public static Quota AuthoritiesPerTrustStore { get; } = Elb("L-43FE5A42", "CA certificates per trust store", 25, 1000, "InvalidCaCertificatesBundle", "certificates of the trust store");

    /// <summary>ACM counts imports of a year; Haneul what is there.</summary>
    public static Quota Certificates { get; } = new("acm", "L-D2CB7DE9", "Imported certificates", 2500, 25_000, "LimitExceededException", "imported certificates");

    public static ImmutableArray<Quota> All { get; } =
    [
        ApplicationBalancers, NetworkBalancers, ListenersPerApplicationBalancer, ListenersPerNetworkBalancer, RulesPerApplicationBalancer, CertificatesPerApplicationBalancer,
        CertificatesPerNetworkBalancer, GroupsPerApplicationBalancer, TargetGroups, TargetsPerGroup, TargetsPerApplicationBalancer, TargetsPerNetworkBalancer, TrustStores, AuthoritiesPerTrustStore, Certificates,
    ];

    private static Quota Elb(string code, string name, int value, int most, string fault, string noun) => new("elasticloadbalancing", code, name, value, most, fault, noun);
}
