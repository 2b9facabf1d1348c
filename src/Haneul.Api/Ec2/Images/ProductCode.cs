using Haneul.Api.Wire;

namespace Haneul.Api.Ec2;

/// <summary>A marketplace code; Haneul's images have none. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ProductCode.html</summary>
public sealed record ProductCode([property: Wire("productCode")] string ProductCodeId, [property: Wire("type")] string ProductCodeType);
