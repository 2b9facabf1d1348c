namespace Haneul.Model;

/// <summary>Launching by templates and launch configurations, as the engine needs it; whoever knows those implements it.</summary>
public interface ILaunches
{
    /// <summary>The source with its version as a number; null where it is gone.</summary>
    LaunchSource? Resolved(Scope scope, LaunchSource source);

    /// <summary>Launches one instance; a fault where it cannot be.</summary>
    Instance Launch(Draft draft, ScalingGroup group, Subnet subnet);
}
