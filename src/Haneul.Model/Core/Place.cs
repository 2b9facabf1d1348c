namespace Haneul.Model;

/// <summary>
/// Where a resource lives: an account and a region; both may be empty (see <see cref="Breadth"/>).
/// A class, because tables keyed by a struct of ours would have to be compiled anew at every start.
/// </summary>
public sealed record Place(string Account, string Region)
{
    /// <summary>Holds what lies between accounts and regions: peerings, the outside.</summary>
    public static Place Between { get; } = new("", "");

    /// <summary>The place in which resources of this breadth are found by a call made here.</summary>
    public Place For(Breadth breadth) => breadth switch
    {
        Breadth.Region => this,
        Breadth.Account => new Place(Account, ""),
        _ => Between,
    };

    /// <summary><c>arn:aws:service:region:account:resource</c>.</summary>
    public string ArnOf(string service, string resource) => $"arn:aws:{service}:{Region}:{Account}:{resource}";

    public override string ToString() => $"{Account}/{Region}";
}
