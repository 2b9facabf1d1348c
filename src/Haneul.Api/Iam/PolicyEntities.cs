namespace Haneul.Api.Iam;

/// <summary>A role that has a policy.</summary>
public sealed record PolicyRole(string RoleName, string RoleId);

/// <summary>A user that has a policy; Haneul has no users.</summary>
public sealed record PolicyUser(string UserName, string UserId);

/// <summary>A group that has a policy; Haneul has no groups of users.</summary>
public sealed record PolicyGroup(string GroupName, string GroupId);
