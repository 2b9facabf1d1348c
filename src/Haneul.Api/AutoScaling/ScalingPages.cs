using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Auto Scaling's paging: MaxRecords and NextToken.</summary>
internal static class ScalingPages
{
    public static Ec2.Page<T> Take<T>(Scope scope, IEnumerable<T> rows, Func<T, string> key, int? maxRecords, string? token)
    {
        try
        {
            return new Ec2.Selection<T>(scope, rows, key).Paged(maxRecords, token, least: 1);
        }
        catch (Fault fault)
        {
            throw token is null ? ScalingFaults.Invalid(fault.Message) : new Fault("InvalidNextToken", fault.Message);
        }
    }
}
