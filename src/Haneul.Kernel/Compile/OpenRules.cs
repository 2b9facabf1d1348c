using System.Collections.Immutable;
using Haneul.Fabric;

namespace Haneul.Kernel;

/// <summary>What the groups of an interface admit from, or to, everybody, in one direction and one family.</summary>
internal sealed class OpenRules
{
    private readonly ImmutableArray<Shape> shapes;

    private OpenRules(ImmutableArray<Shape> shapes) => this.shapes = shapes;

    public bool IsEmpty => shapes.IsEmpty;

    public static OpenRules Of(Stage stage, bool v6) => new([.. stage.Rules.Where(r => r.Permits).Select(r => Shape.Of(r.Match)).Where(s => s.Members is null && s.Blocks.Any(b => b.IsV6 == v6 && b.Length == 0))]);

    public bool Admit(int protocol, int port) => shapes.Any(s => IsOf(s, protocol) && (s.Ports is not { } ports || ports.First <= port && port <= ports.Last));

    public bool AdmitAllPorts(int protocol) => shapes.Any(s => IsOf(s, protocol) && (s.Ports is null || s.Ports is { First: <= 0, Last: >= 65535 }));

    private static bool IsOf(Shape shape, int protocol) => shape.Protocol is null || shape.Protocol == protocol;
}
