using Haneul.Model;

namespace Haneul.Balancer;

/// <summary>How the targets of a group are spoken to: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html#target-group-protocol-version</summary>
internal enum TargetVersion : byte
{
    Http1,
    Http2,
    Grpc,
}

/// <summary>Which requests may go to groups of which version; the others are answered with 464.</summary>
internal static class TargetVersions
{
    public static TargetVersion Of(WantedPool pool) => pool.ProtocolVersion switch { "HTTP2" => TargetVersion.Http2, "GRPC" => TargetVersion.Grpc, _ => TargetVersion.Http1 };

    public static bool Takes(this TargetVersion version, Exchange exchange, RequestHead head) => version switch
    {
        TargetVersion.Http1 => !exchange.IsGrpc,
        TargetVersion.Http2 => exchange.IsHttp2,
        _ => exchange.IsHttp2 && head.Method.SequenceEqual("POST"u8),
    };
}
