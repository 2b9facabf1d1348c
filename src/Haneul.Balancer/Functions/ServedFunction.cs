using Haneul.Model;

namespace Haneul.Balancer;

/// <summary>A function that a target group stands for: an HTTP endpoint that is told of requests as Lambda functions are.</summary>
/// <param name="GroupArn">The target group, which events name.</param>
/// <param name="Url">Null: nobody has said where the function is.</param>
/// <param name="HasMultiValues">The group's attribute lambda.multi_value_headers.enabled.</param>
internal sealed record ServedFunction(string GroupArn, Uri? Url, bool HasMultiValues)
{
    /// <summary>Of a request's body, and of an answer: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html</summary>
    public const int Limit = 1024 * 1024;

    /// <summary>The function of a group, which has one.</summary>
    public static ServedFunction Of(WantedPool pool) => new(
        pool.Arn,
        Uri.TryCreate(pool.Targets.FirstOrDefault(t => !t.Draining)?.Url, UriKind.Absolute, out var url) ? url : null,
        new TargetGroupSettings(pool.Type, pool.Protocol, pool.Attributes).HasMultiValueHeaders);

    /// <summary>Why a request does not go to the function; 0 where it does.</summary>
    public int Refuses(RequestHead head, RequestRecord record)
    {
        if (head.Upgrades) return 400;
        if (head.Framing == Framing.Length && head.ContentLength > Limit) return 413;
        if (Url is not null) return 0;
        record.Reason = "LambdaResourceNotFound";
        return 502;
    }
}
