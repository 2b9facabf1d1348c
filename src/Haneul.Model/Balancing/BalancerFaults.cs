namespace Haneul.Model;

/// <summary>The faults of the load balancing API that are made in several places. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/CommonErrors.html and the actions' own pages.</summary>
public static class BalancerFaults
{
    public static Fault Validation(string message) => new("ValidationError", message);

    public static Fault Configuration(string message) => new("InvalidConfigurationRequest", message);

    public static Fault InUse(string message) => new("ResourceInUse", message);

    public static Fault NotPermitted(string message) => new("OperationNotPermitted", message);

    public static Fault Target(string message) => new("InvalidTarget", message);
}
