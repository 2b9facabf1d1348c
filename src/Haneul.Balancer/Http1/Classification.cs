namespace Haneul.Balancer;

/// <summary>How far a request is from what RFC 9112 says, in AWS's words. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html#classification-reasons</summary>
internal enum Classification : byte
{
    Compliant,
    Acceptable,
    Ambiguous,
    Severe,
}

/// <summary>Why a request is classified so; names and classes are AWS's.</summary>
internal enum ClassificationReason : byte
{
    None,
    GetHeadZeroContentLength,
    NonCompliantHeader,
    NonCompliantVersion,
    SpaceInUri,
    AmbiguousUri,
    BothTeClPresent,
    DuplicateContentLength,
    EmptyHeader,
    SuspiciousHeader,
    UndefinedContentLengthSemantics,
    UndefinedTransferEncodingSemantics,
    BadContentLength,
    BadHeader,
    BadMethod,
    BadTransferEncoding,
    BadUri,
    BadVersion,
    MultipleContentLength,
    MultipleTransferEncodingChunked,
}

/// <summary>The balancer's attribute routing.http.desync_mitigation_mode.</summary>
internal enum DesyncMode : byte
{
    Monitor,
    Defensive,
    Strictest,
}

/// <summary>What becomes of a request of a class. What is severe has no one meaning, so it is refused in every mode; AWS's monitor mode would hand it on.</summary>
internal static class Desync
{
    public static Classification ClassOf(ClassificationReason reason) => reason switch
    {
        ClassificationReason.None => Classification.Compliant,
        <= ClassificationReason.SpaceInUri => Classification.Acceptable,
        <= ClassificationReason.UndefinedTransferEncodingSemantics => Classification.Ambiguous,
        _ => Classification.Severe,
    };

    public static bool Refuses(DesyncMode mode, Classification found) =>
        found == Classification.Severe || mode == DesyncMode.Strictest && found != Classification.Compliant;

    /// <summary>It is handed on, and the connections on both sides are closed after it.</summary>
    public static bool ClosesAfter(DesyncMode mode, Classification found) => mode == DesyncMode.Defensive && found == Classification.Ambiguous;
}
