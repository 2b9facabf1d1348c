namespace Haneul.Balancer;

/// <summary>The cookies by which clients stay where they were. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/sticky-sessions.html</summary>
public enum StickyCookie
{
    /// <summary>AWSALB: with a target, for a time.</summary>
    Target,

    /// <summary>AWSALBCORS: the same for requests from other sites.</summary>
    TargetElsewhere,

    /// <summary>AWSALBAPP-0: with a target, for as long as it is the application's wish.</summary>
    Application,

    /// <summary>AWSALBTG: with a target group of a rule.</summary>
    Group,

    /// <summary>AWSALBTGCORS: the same for requests from other sites.</summary>
    GroupElsewhere,
}

/// <summary>Names of cookies, and what they are sealed for.</summary>
public static class StickyCookieNames
{
    public static ReadOnlySpan<byte> Name(this StickyCookie cookie) => cookie switch
    {
        StickyCookie.Target => "AWSALB"u8,
        StickyCookie.TargetElsewhere => "AWSALBCORS"u8,
        StickyCookie.Application => "AWSALBAPP-0"u8,
        StickyCookie.Group => "AWSALBTG"u8,
        _ => "AWSALBTGCORS"u8,
    };

    /// <summary>Both of a pair hold the same.</summary>
    internal static byte Use(this StickyCookie cookie) => cookie switch
    {
        StickyCookie.Target or StickyCookie.TargetElsewhere => 1,
        StickyCookie.Application => 2,
        _ => 3,
    };

    internal static bool IsForElsewhere(this StickyCookie cookie) => cookie is StickyCookie.TargetElsewhere or StickyCookie.GroupElsewhere;
}
