using Xunit;

namespace Haneul.Tests.Tools;

/// <summary>A fact that needs a tool of others: skipped, with the reason, where it is not installed, unless HANEUL_REQUIRE names it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsToolAttribute : FactAttribute
{
    public NeedsToolAttribute(string tool)
    {
        if (Tool.Missing(tool) is { } why && !Tool.IsRequired(tool)) Skip = why;
    }
}

/// <summary>As <see cref="NeedsToolAttribute"/>, for a theory.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsToolTheoryAttribute : TheoryAttribute
{
    public NeedsToolTheoryAttribute(string tool)
    {
        if (Tool.Missing(tool) is { } why && !Tool.IsRequired(tool)) Skip = why;
    }
}

/// <summary>A fact that takes minutes: run where HANEUL_LONG is set.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LongFactAttribute : FactAttribute
{
    public LongFactAttribute(string tool = "")
    {
        if (Environment.GetEnvironmentVariable("HANEUL_LONG") is null or "" or "0") Skip = "takes minutes: set HANEUL_LONG=1";
        else if (tool.Length > 0 && Tool.Missing(tool) is { } why && !Tool.IsRequired(tool)) Skip = why;
    }
}
