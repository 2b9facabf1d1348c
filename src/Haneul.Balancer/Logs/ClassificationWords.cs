using System.Text;

namespace Haneul.Balancer;

/// <summary>The names of classes and reasons as logs write them.</summary>
internal static class ClassificationWords
{
    private static readonly byte[][] Classes = [.. Enum.GetNames<Classification>().Select(Encoding.ASCII.GetBytes)];
    private static readonly byte[][] Reasons = [.. Enum.GetNames<ClassificationReason>().Select(Encoding.ASCII.GetBytes)];

    public static ReadOnlySpan<byte> Class(Classification found) => Classes[(int)found];

    public static ReadOnlySpan<byte> Reason(ClassificationReason reason) => Reasons[(int)reason];
}
