using Haneul.Model;

namespace Haneul.Api.Dispatch;

/// <summary>An AWS action: a record whose properties are the request, with a nested Result. Its service is its namespace, its name its type's.</summary>
public abstract record Call
{
    /// <summary>Runs on a draft; a query leaves it unchanged.</summary>
    internal abstract object Run(Draft draft);

    /// <summary>Answers from a world that nothing changes.</summary>
    internal abstract object Read(Scope scope, IObservations seen);

    internal abstract bool Changes { get; }
}

/// <summary>An action that only reads.</summary>
public abstract record Query<TResult> : Call where TResult : notnull
{
    public abstract TResult Answer(Scope scope);

    /// <summary>For the few actions that show what is observed rather than what is wanted.</summary>
    public virtual TResult Answer(Scope scope, IObservations seen) => Answer(scope);

    internal override bool Changes => false;

    internal override object Run(Draft draft) => Answer(draft);

    internal override object Read(Scope scope, IObservations seen) => Answer(scope, seen);
}

/// <summary>An action that changes the world; a fault leaves it as it was.</summary>
public abstract record Command<TResult> : Call where TResult : notnull
{
    public abstract TResult Apply(Draft draft);

    internal override bool Changes => true;

    internal override object Run(Draft draft) => Apply(draft);

    internal override object Read(Scope scope, IObservations seen) => throw new InvalidOperationException("A command is not a query");
}

/// <summary>The answer of actions that return nothing but their request id (JSON: {}).</summary>
public sealed record Nothing
{
    public static Nothing Value { get; } = new();
}

/// <summary>EC2's answer of actions that only succeed: <c>return</c> is true.</summary>
public sealed record Done
{
    public static Done Value { get; } = new();

    public bool Return { get; } = true;
}

/// <summary>A command with a client token: the same token gets the same answer, and does nothing twice.</summary>
public interface ITokened
{
    string? ClientToken { get; }
}

/// <summary>
/// A command that needs something by chance, from outside the world, or that takes long (a fresh key, a file in a bucket): it is made before the step is taken, so that the one writer does not wait and applying stays repeatable.
/// </summary>
public interface IPrepared
{
    /// <summary>The same command with what it needs.</summary>
    Call Prepared(IObservations seen);
}
