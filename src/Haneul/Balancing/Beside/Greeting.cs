using Haneul.Balancer;

namespace Haneul.Balancing;

/// <summary>The first that the process of the balancers says to a daemon.</summary>
/// <param name="Build">Which build of Haneul it is: only the daemon's own speaks the same records.</param>
internal sealed record Greeting(string Build)
{
    /// <summary>The builds of what moves bytes and of what wires it, by the numbers that the compiler gave them.</summary>
    public static string OwnBuild { get; } = string.Join('/', ((Type[])[typeof(Greeting), typeof(DataPlane), typeof(Io.ISocketSource)]).Select(t => t.Module.ModuleVersionId));
}
