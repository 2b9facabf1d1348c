using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Services;

/// <summary>
/// Temporary credentials of an instance's role: new each hour, good for six, as clients expect that refresh them in time. The API takes them for the instance's account (it authorises nothing).
/// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html
/// </summary>
internal sealed class RoleCredentials(TimeProvider clock)
{
    private static readonly TimeSpan RenewedEvery = TimeSpan.FromHours(1), GoodFor = TimeSpan.FromHours(6);

    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);

    public string Json(string account, Id<Instance> instance, Id<IamRole> role)
    {
        var made = Begin();
        var secret = HMACSHA512.HashData(key, Encoding.UTF8.GetBytes($"{account}/{instance}/{role}/{made.ToUnixTimeSeconds()}"));
        return JsonSerializer.Serialize(
            new
            {
                Code = "Success",
                LastUpdated = Told(made),
                Type = "AWS-HMAC",
                AccessKeyId = TemporaryKeys.Make(account, secret[0]),
                SecretAccessKey = Convert.ToBase64String(secret, 1, 30),
                Token = Convert.ToBase64String([.. Encoding.UTF8.GetBytes($"{account}/{role}/{instance}/"), .. secret.AsSpan(31)]),
                Expiration = Told(made + GoodFor),
            },
            MetadataTree.Written);
    }

    /// <summary>What the service says of the instance's profile.</summary>
    public string ProfileJson(string arn, string uniqueId) =>
        JsonSerializer.Serialize(new { Code = "Success", LastUpdated = Told(Begin()), InstanceProfileArn = arn, InstanceProfileId = uniqueId }, MetadataTree.Written);

    private DateTimeOffset Begin() => DateTimeOffset.FromUnixTimeSeconds(clock.GetUtcNow().ToUnixTimeSeconds() / (long)RenewedEvery.TotalSeconds * (long)RenewedEvery.TotalSeconds);

    private static string Told(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
