using Haneul.Daemon;
using Haneul.Model;

namespace Haneul.Functions;

/// <summary>Tells the running daemon where functions are.</summary>
internal sealed class FunctionDesk(Ledger ledger)
{
    public FunctionsReport List() => FunctionsReport.Of(ledger.Current);

    public Task<FunctionReport> AddAsync(FunctionRequest request, CancellationToken cancel)
    {
        var (name, url) = (Given(request.Name, "name"), Given(request.Url, "url"));
        return ledger.TakeAsync(Place.Between, d => FunctionReport.Of(d.World, FunctionEndpoint.Set(d, name, url)), cancel);
    }

    public Task<FunctionsReport> RemoveAsync(FunctionRequest request, CancellationToken cancel)
    {
        var name = Given(request.Name, "name");
        return ledger.TakeAsync(Place.Between, d =>
        {
            FunctionEndpoint.Remove(d, name);
            return FunctionsReport.Of(d.World);
        }, cancel);
    }

    private static string Given(string? value, string field) => string.IsNullOrEmpty(value) ? throw Fault.Missing(field) : value;
}

/// <summary>What <c>POST /_haneul/functions/add</c> and <c>remove</c> take; the latter needs no URL.</summary>
internal sealed record FunctionRequest
{
    public string? Name { get; init; }

    public string? Url { get; init; }
}

/// <summary>Where functions are, as <c>GET /_haneul/functions</c> and <c>haneul function --json</c> give it.</summary>
internal sealed record FunctionsReport(IReadOnlyList<FunctionReport> Functions)
{
    public static FunctionsReport Of(World world) => new([.. world.At(Place.Between).All<FunctionEndpoint>().Select(f => FunctionReport.Of(world, f))]);
}

/// <summary>A function.</summary>
/// <param name="Name">As ARNs name it.</param>
/// <param name="Url">Where it is called.</param>
/// <param name="TargetGroups">The target groups that it is registered with.</param>
internal sealed record FunctionReport(string Name, string Url, IReadOnlyList<string> TargetGroups)
{
    public static FunctionReport Of(World world, FunctionEndpoint function) => new(
        function.Id.Value,
        function.Url,
        [.. from found in world.Everywhere<TargetRegistration>()
            let row = world.At(found.Place).Find<TargetGroup>(found.Row.GroupId)
            where row is { Type: TargetType.Lambda } && FunctionEndpoint.Of(world.At(Place.Between), found.Row.TargetId)?.Id == function.Id
            orderby row.Name
            select row.Name]);
}
