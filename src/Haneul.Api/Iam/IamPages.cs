using Haneul.Api.Ec2;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>IAM's paging: MaxItems and Marker in, IsTruncated and Marker out.</summary>
internal static class IamPages
{
    public static Page<T> Take<T>(Scope scope, IEnumerable<T> rows, Func<T, string> key, int? maxItems, string? marker)
    {
        try
        {
            return new Selection<T>(scope, rows.OrderBy(key, StringComparer.Ordinal), key).Paged(maxItems, marker, least: 1);
        }
        catch (Fault fault)
        {
            throw IamFaults.Validation(fault.Message);
        }
    }
}
