using System.Globalization;
using System.Text;
using Haneul.Balancer.Http2;

namespace Haneul.Balancer;

/// <summary>
/// What the balancer says to clients of gRPC where it answers itself: the HTTP status that every client gets, no page, and the status that gRPC's clients would make of it
/// (https://github.com/grpc/grpc/blob/master/doc/http-grpc-status-mapping.md).
/// </summary>
internal static class GrpcAnswers
{
    private static ReadOnlySpan<byte> Type => "application/grpc"u8;

    /// <summary>By its content type, with or without the messages' coding: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md (gRPC-Web is HTTP like any other).</summary>
    public static bool IsGrpc(FieldList fields)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            if (fields.Name(i).Length != 12 || !fields.Name(i).SequenceEqual("content-type"u8)) continue;
            var value = fields.Value(i);
            return value.StartsWith(Type) && (value.Length == Type.Length || value[Type.Length] is (byte)'+' or (byte)';');
        }
        return false;
    }

    public static int StatusOf(int status) => status switch
    {
        400 => 13,
        401 => 16,
        403 => 7,
        404 => 12,
        429 or 502 or 503 or 504 => 14,
        _ => 2,
    };

    /// <summary>Writes it to <see cref="Worker.Out"/> as an answer of HTTP/1.1 without a body, and answers its length.</summary>
    public static int Write(Worker worker, int status, AnswerSettings settings)
    {
        var lines = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"grpc-status: {StatusOf(status)}\r\ngrpc-message: HTTP {status} of the load balancer\r\n"));
        var writer = new HeadWriter(worker.Out);
        worker.Answers.Write(ref writer, status, Type, default, isHead: false, keepsAlive: true, settings, default, lines);
        return writer.Length;
    }
}
