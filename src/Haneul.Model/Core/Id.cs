namespace Haneul.Model;

/// <summary>The identifier of a resource of one kind, as AWS writes it (<c>vpc-0123456789abcdef0</c>).</summary>
public readonly record struct Id<T>(string Value) : IComparable<Id<T>> where T : IResource<T>
{
    public int CompareTo(Id<T> other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;
}
