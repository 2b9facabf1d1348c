namespace Haneul.Model;

/// <summary>
/// A limit that AWS sets on an account, with its default and the code by which Service Quotas raises it.
/// Source: https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html and the EC2 pages.
/// </summary>
/// <param name="Service">The Service Quotas service code (<c>vpc</c>, <c>ec2</c>).</param>
/// <param name="Code">The quota's code (<c>L-F678F1CE</c>).</param>
/// <param name="Name">The quota's name in Service Quotas.</param>
/// <param name="Default">How many, where nothing was raised.</param>
/// <param name="Most">The highest value that it can be raised to.</param>
/// <param name="Fault">The code of the fault when it is exceeded.</param>
/// <param name="Noun">What is counted, in the plural.</param>
public sealed record Quota(string Service, string Code, string Name, int Default, int Most, string Fault, string Noun)
{
    public string Key => $"{Service}/{Code}";
}

/// <summary>A quota raised (or lowered) for a region; the id is <see cref="Quota.Key"/>.</summary>
public sealed record QuotaSetting(Id<QuotaSetting> Id, int Value) : IResource<QuotaSetting>
{
    public static Kind Kind { get; } = new("quota", "", "", "NoSuchResourceException", "IllegalArgumentException", "quota");
}
