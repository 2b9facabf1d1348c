using System.Security.Cryptography;

namespace Haneul.Balancing;

/// <summary>What balancers seal clients' cookies with: 256 bits of chance in the data directory, readable by its owner only, so that cookies outlive daemons and data planes.</summary>
internal static class CookieSecret
{
    /// <summary>In base64; made where there is none yet.</summary>
    public static string In(string data)
    {
        var path = Path.Combine(data, "balancers.secret");
        if (File.Exists(path)) return File.ReadAllText(path);
        var secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var made = path + ".new";
        File.Delete(made);
        var alone = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) alone.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(made, alone))
        using (var writer = new StreamWriter(stream)) writer.Write(secret);
        File.Move(made, path);
        return secret;
    }
}
