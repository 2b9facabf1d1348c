namespace Haneul.Api.Iam;

/// <summary>A user as IAM answers it. https://docs.aws.amazon.com/IAM/latest/APIReference/API_User.html</summary>
public sealed record UserView(string Path, string UserName, string UserId, string Arn, DateTimeOffset CreateDate);
