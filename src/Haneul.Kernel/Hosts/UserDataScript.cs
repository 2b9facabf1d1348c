using System.Text;

namespace Haneul.Kernel;

/// <summary>
/// User data as init runs it: a shell script that starts the script given, or does what a cloud-config says, and says what it leaves out (AWS: "Run commands when you launch an EC2 instance with user data input").
/// </summary>
/// <param name="Text">For sh.</param>
/// <param name="IsScript">The user data itself is a program, which the text starts.</param>
internal sealed record UserDataScript(string Text, bool IsScript)
{
    public static UserDataScript Of(ReadOnlySpan<byte> data)
    {
        var text = Encoding.UTF8.GetString(data);
        if (text.StartsWith("#!", StringComparison.Ordinal)) return new UserDataScript("exec /var/lib/cloud/instance/scripts/part-001\n", true);
        if (text.StartsWith("#cloud-config", StringComparison.Ordinal)) return new UserDataScript(CloudConfig.Script(text), false);
        return new UserDataScript("echo 'user data begins neither with #! nor with #cloud-config: it is not run'\n", false);
    }
}
