using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Filters over lists that are no resources (regions, zones): no ids, tags or pages.</summary>
internal static class PlainFilters
{
    public static IReadOnlyList<T> Apply<T>(IEnumerable<T> rows, IReadOnlyList<Filter> filters, IReadOnlyDictionary<string, Func<T, string?>> known)
    {
        foreach (var filter in filters)
        {
            if (filter.Values.Count == 0) throw Fault.Invalid("Filter.Value", filter.Name, "A filter needs at least one value");
            if (!known.TryGetValue(filter.Name, out var read)) throw new Fault("InvalidParameterValue", $"The filter '{filter.Name}' is invalid");
            rows = [.. rows.Where(row => read(row) is { } value && filter.Values.Any(p => Wildcard.Matches(p, value)))];
        }
        return [.. rows];
    }
}
