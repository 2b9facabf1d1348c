namespace Haneul.Model;

/// <summary>
/// What a back end tells the world: a host is up, a target failed, a zone was lost. Together with the calls of clients, reports are all that changes the world.
/// A report about something that is gone changes nothing.
/// </summary>
public abstract record Report
{
    /// <summary>Applies the report; use <see cref="Draft.In"/> to reach the place it is about.</summary>
    public abstract void Apply(Draft draft);
}
