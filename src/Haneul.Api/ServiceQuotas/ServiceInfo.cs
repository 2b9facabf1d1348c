namespace Haneul.Api.ServiceQuotas;

/// <summary>A service with quotas.</summary>
public sealed record ServiceInfo(string ServiceCode, string ServiceName);
