using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Ids that were kept as text, read when they are used.</summary>
internal static class Ids
{
    /// <summary>The id, or the Malformed fault of its kind.</summary>
    public static Id<T> Of<T>(string text, string parameter) where T : IResource<T> => (Id<T>)Scalars.Read(typeof(Id<T>), text, parameter);
}
