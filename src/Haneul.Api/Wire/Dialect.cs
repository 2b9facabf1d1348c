namespace Haneul.Api.Wire;

/// <summary>The protocols that AWS's services speak: https://smithy.io/2.0/aws/protocols/index.html</summary>
public enum Dialect
{
    /// <summary>EC2's form in, XML out; lists are flattened, out they are …Set with items.</summary>
    Ec2Query,

    /// <summary>Form in, XML out; lists have members named "member".</summary>
    AwsQuery,

    /// <summary>JSON both ways, the action in X-Amz-Target.</summary>
    AwsJson,

    /// <summary>As <see cref="AwsJson"/>, with members in lower camel case (CloudWatch Logs).</summary>
    AwsJsonLower,

    /// <summary>Method and path name the action; XML both ways.</summary>
    RestXml,
}

/// <summary>What dialects have in common.</summary>
public static class Dialects
{
    public static bool IsJson(this Dialect dialect) => dialect is Dialect.AwsJson or Dialect.AwsJsonLower;
}
