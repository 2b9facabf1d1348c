using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Carried;

/// <summary>As <see cref="CarriedFactAttribute"/>, for what takes minutes: run where HANEUL_LONG is set.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LongCarriedFactAttribute : FactAttribute
{
    public LongCarriedFactAttribute(params string[] more) => Skip = LongFactAttribute.WhyNot ?? CarriedFactAttribute.WhyNot(more);
}
