namespace Haneul.Api.Wire;

/// <summary>The rules by which members are named on the wire; exceptions carry a <see cref="WireAttribute"/>.</summary>
public static class Naming
{
    /// <summary>EC2: lists take the singular (VpcIds → VpcId.1). Elsewhere the member's own name.</summary>
    public static string In(string member, bool isList, Dialect dialect) =>
        dialect switch
        {
            Dialect.Ec2Query when isList => Singular(member),
            Dialect.AwsJsonLower => Lower(member),
            _ => member,
        };

    /// <summary>EC2: lower camel case, and lists are the singular with Set (Vpcs → vpcSet). Elsewhere the member's own name.</summary>
    public static string Out(string member, bool isList, Dialect dialect)
    {
        if (dialect is not (Dialect.Ec2Query or Dialect.AwsJsonLower)) return member;
        var name = Lower(member);
        if (dialect == Dialect.AwsJsonLower) return name;
        return isList && !name.EndsWith("Set", StringComparison.Ordinal) ? Singular(name) + "Set" : name;
    }

    /// <summary>What the items of a list are called in XML: <c>item</c> (EC2), <c>member</c> (query), the list's singular (REST).</summary>
    public static string Item(string list, Dialect dialect) => dialect switch
    {
        Dialect.Ec2Query => "item",
        Dialect.AwsQuery => "member",
        _ => Singular(list),
    };

    private static string Lower(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static string Singular(string name) =>
        name.EndsWith("ies", StringComparison.Ordinal) ? name[..^3] + "y"
        : name.EndsWith("sses", StringComparison.Ordinal) ? name[..^2]
        : name.EndsWith("ss", StringComparison.Ordinal) ? name
        : name.EndsWith('s') ? name[..^1]
        : name;
}
