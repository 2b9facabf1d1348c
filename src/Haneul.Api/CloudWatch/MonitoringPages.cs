using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.CloudWatch;

/// <summary>CloudWatch's paging: a token, and at most so many at once.</summary>
internal static class MonitoringPages
{
    public static Ec2.Page<T> Take<T>(Scope scope, IEnumerable<T> rows, Func<T, string> key, int? most, string? token)
    {
        try
        {
            return new Ec2.Selection<T>(scope, rows, key).Paged(most, token, least: 1);
        }
        catch (Fault fault)
        {
            throw token is null ? MonitoringFaults.Invalid(fault.Message) : new Fault("InvalidNextToken", fault.Message);
        }
    }
}
