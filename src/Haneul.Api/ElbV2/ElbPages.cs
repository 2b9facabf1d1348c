using Haneul.Api.Ec2;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>Paging of load balancing: PageSize and Marker in, NextMarker out.</summary>
internal static class ElbPages
{
    private const int MostResults = 400;

    public static Page<T> Take<T>(Scope scope, IEnumerable<T> rows, Func<T, string> key, int? pageSize, string? marker)
    {
        if (pageSize is < 1 or > MostResults) throw BalancerFaults.Validation($"PageSize {pageSize} must be from 1 to {MostResults}");
        var all = rows.ToList();
        try
        {
            return new Selection<T>(scope, all, key).Paged(pageSize ?? MostResults, marker, least: 1);
        }
        catch (Fault fault)
        {
            throw BalancerFaults.Validation(fault.Message);
        }
    }
}
