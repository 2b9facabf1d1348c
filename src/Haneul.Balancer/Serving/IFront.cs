using Haneul.Balancer.Http2;

namespace Haneul.Balancer;

/// <summary>The client's side of an exchange: a connection of HTTP/1.1, or a stream of HTTP/2. Everything happens on one loop.</summary>
internal interface IFront
{
    /// <summary>What it was given has not gone yet: nothing more is given before <see cref="Exchange.FrontDrained"/>.</summary>
    bool IsBlocked { get; }

    /// <summary>Bodies of unknown length are given in chunks as they came; else only what is in them.</summary>
    bool TakesChunks { get; }

    /// <summary>An interim answer (1xx), not 101.</summary>
    void Interim(ResponseHead head);

    /// <summary>The target's answer; the bytes of the body that came with it stand at that place of <see cref="Worker.Scratch"/>, and the head in front of it may be overwritten.</summary>
    void Answer(ResponseHead head, int bodyFrom, int bodyLength, bool ends);

    /// <summary>More of the body.</summary>
    void Body(ReadOnlySpan<byte> bytes, bool ends);

    /// <summary>The last of an answer whose body did not say that it ends; a front that knows no trailers says the end alone.</summary>
    void Trailers(FieldList fields) => Body(default, ends: true);

    /// <summary>The target answered 101: from now on bytes go both ways until one side ends.</summary>
    void Switch(ResponseHead head, ReadOnlySpan<byte> rest);

    /// <summary>What the request waited for is done: it goes on from its head, which stands there again with what came of its body.</summary>
    void Resume(ReadOnlySpan<byte> request, bool isWhole);

    /// <summary>No answer has begun and none will come: the balancer answers with this status itself.</summary>
    void Fail(int status);

    /// <summary>The answer broke off: the client must not take it for whole.</summary>
    void Cut();

    /// <summary>The answer was given whole, and the target's connection is free again.</summary>
    void Finished();

    /// <summary>The target takes more of the request's body.</summary>
    void TargetDrained();
}
