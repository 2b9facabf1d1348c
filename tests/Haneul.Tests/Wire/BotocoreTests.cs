using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Wire;

/// <summary>The models that botocore installs are what clients parse by: every shape of Haneul's must be found in them, name by name.</summary>
public sealed class BotocoreTests
{
    [NeedsTool(Tool.Boto3)]
    public async Task Every_action_and_member_is_known_to_botocore_by_the_same_name_and_type()
    {
        var script = Repository.At("tests", "Haneul.Tests", "Wire", "compare_shapes.py");
        var dump = ShapeDump.OfAll().ToJsonString();
        if (Environment.GetEnvironmentVariable("HANEUL_SHAPES") is { Length: > 0 } path) await File.WriteAllTextAsync(path, dump);
        var compared = await Ran.Of(Tool.Python, [script], input: dump);
        Assert.True(compared.Exit == 0, $"{compared.Out}\n{compared.Error}");
    }
}
