using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Names and descriptions of groups, and finding a group by id or name. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html</summary>
internal static class GroupNames
{
    private const int Longest = 255;

    public static bool Allowed(char c) => char.IsAsciiLetterOrDigit(c) || " ._-:/()#,@[]+=&;{}!$*".Contains(c);

    public static string Check(string parameter, string text)
    {
        if (text.Length > Longest || !text.All(Allowed))
        {
            throw Fault.Invalid(parameter, text[..Math.Min(60, text.Length)], $"Character sets beyond ASCII are not supported; at most {Longest} characters of a-zA-Z0-9. _-:/()#,@[]+=&;{{}}!$*");
        }
        return text;
    }

    /// <summary>The group by id, or by name in the default VPC.</summary>
    public static SecurityGroup Find(Scope scope, Id<SecurityGroup>? id, string? name)
    {
        if (id is { } given) return scope.Get(given);
        if (name is null) throw Fault.Missing("groupId or groupName");
        return scope.All<SecurityGroup>().FirstOrDefault(g => g.Name == name && g.VpcId == DefaultVpc(scope).Id) ?? throw NotInDefaultVpc(scope, name);
    }

    public static Vpc DefaultVpc(Scope scope) =>
        scope.All<Vpc>().FirstOrDefault(v => v.IsDefault) ?? throw new Fault("VPCIdNotSpecified", "No default VPC for this user");

    public static Fault NotInDefaultVpc(Scope scope, string name) =>
        new("InvalidGroup.NotFound", $"The security group '{name}' does not exist in default VPC '{DefaultVpc(scope).Id}'");
}
