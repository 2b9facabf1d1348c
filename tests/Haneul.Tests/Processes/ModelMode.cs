using System.Runtime.CompilerServices;

namespace Haneul.Tests.Processes;

/// <summary>Daemons that tests start compute packets unless a test says otherwise: carrying them needs a network namespace of the test's own.</summary>
internal static class ModelMode
{
    [ModuleInitializer]
    internal static void Set() => Environment.SetEnvironmentVariable("HANEUL_MODE", "model");
}
