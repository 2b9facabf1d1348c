using System.Text.RegularExpressions;

namespace Haneul.Model;

/// <summary>Where a Lambda function that target groups name really is: an HTTP endpoint that the user's machine reaches. The id is the function's name, whichever account, region, version or alias an ARN names.</summary>
/// <param name="Id">The name, as in <c>arn:aws:lambda:REGION:ACCOUNT:function:NAME</c>.</param>
/// <param name="Url">http or https; without a path it is called as Lambda's runtime interface emulator is.</param>
public sealed partial record FunctionEndpoint(Id<FunctionEndpoint> Id, string Url) : IResource<FunctionEndpoint>
{
    public const int Most = 1000;

    /// <summary>Where the name begins in an ARN, counted in its parts; https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html</summary>
    private const int NamePart = 6;

    public static Kind Kind { get; } = new("function-endpoint", "", "", "InvalidFunction.NotFound", "InvalidFunction.Malformed", "function", Breadth.World);

    /// <summary>Says where a function is; one that was elsewhere is there from now on.</summary>
    public static FunctionEndpoint Set(Draft draft, string name, string url)
    {
        if (!FunctionName().IsMatch(name)) throw Fault.Invalid("name", name, "A function's name has letters, digits, - and _, at most 64; it is the part behind :function: of its ARN, such as hello");
        if (!Uri.TryCreate(url, UriKind.Absolute, out var read) || read.Scheme is not ("http" or "https") || read.UserInfo.Length > 0 || read.Fragment.Length > 0) throw Fault.Invalid("url", url, "Write a URL of http or https that this machine reaches, such as http://127.0.0.1:9000");
        var id = new Id<FunctionEndpoint>(name);
        if (draft.Find<FunctionEndpoint>(id) is null && draft.All<FunctionEndpoint>().Count >= Most) throw Fault.Invalid("name", name, $"There are {Most} functions already; remove one");
        return draft.Put(new FunctionEndpoint(id, read.AbsoluteUri));
    }

    public static void Remove(Draft draft, string name)
    {
        var id = new Id<FunctionEndpoint>(name);
        if (draft.Find<FunctionEndpoint>(id) is null) throw Fault.Invalid("name", name, $"Nobody has said where it is. Known are: {string.Join(", ", draft.All<FunctionEndpoint>().Select(f => f.Id.Value))}");
        draft.Remove(id);
    }

    /// <summary>Of a function by its ARN; null where nobody has said where it is.</summary>
    public static FunctionEndpoint? Of(Scope between, string arn) => arn.Split(':') is { Length: > NamePart } parts ? between.Find<FunctionEndpoint>(new Id<FunctionEndpoint>(parts[NamePart])) : null;

    [GeneratedRegex("^[A-Za-z0-9_-]{1,64}$")]
    private static partial Regex FunctionName();
}
