namespace Haneul.Model;

/// <summary>A row that is on its way to another state (pending, deleting): it goes on when a back end reports that the thing is done.</summary>
public interface ITransient
{
    /// <summary>The report that says so, for the null back end of model mode; null when the row is at rest.</summary>
    Report? Settled(Place place);
}

/// <summary>A row that has ended and stays visible for a while, as AWS shows terminated instances for about an hour.</summary>
public interface IFading
{
    /// <summary>When it is forgotten; null while it has not ended.</summary>
    DateTimeOffset? ForgottenAt { get; }
}

/// <summary>Removes an ended row whose time is over.</summary>
public sealed record Forget(Place Place, IResource Row) : Report
{
    public override void Apply(Draft draft) => Row.RemoveFrom(draft.In(Place));
}
