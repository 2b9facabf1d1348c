using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Terraform;

/// <summary>Networks as people write them, built by real Terraform: apply, a clean plan, a change in place, a clean plan, destroy, nothing left.</summary>
public sealed class TerraformTests
{
    [NeedsTool(Tool.Terraform)]
    public async Task Networks_of_every_kind_live_through_terraform_and_leave_nothing()
    {
        await using var run = await TerraformRun.Of("three-tier", "groups", "peering", "vpn", "endpoints", "instances", "flow-logs", "ipv6", "launch", "balancing");
        await run.LivesAndLeavesNothing();
    }

    [LongFact(Tool.Terraform)]
    public async Task Default_networks_data_sources_every_route_and_copied_modules_live_through_terraform_too()
    {
        await using var run = await TerraformRun.Of("defaults", "data", "routes", "module-style");
        await run.LivesAndLeavesNothing();
    }
}

/// <summary>The same of what serves; a class of its own, so that it runs beside them.</summary>
public sealed class TerraformServingTests
{
    [NeedsTool(Tool.Terraform)]
    public async Task Auto_Scaling_lives_through_terraform_and_leaves_nothing()
    {
        await using var run = await TerraformRun.Of("scaling");
        await run.LivesAndLeavesNothing();
    }

    [NeedsTool(Tool.Terraform)]
    public async Task Gateway_balancers_endpoint_services_and_endpoints_live_through_terraform_and_leave_nothing()
    {
        await using var run = await TerraformRun.Of("inspection");
        await run.LivesAndLeavesNothing();
    }
}
