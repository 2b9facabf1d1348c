using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Who may do what with a peering.</summary>
internal static class PeeringRights
{
    public static void RequireAccepter(Scope scope, VpcPeering peering, string what)
    {
        if (peering.Accepter.Place == scope.Place) return;
        throw NotPermitted($"{scope.Account} cannot {what} peering {peering.Id} in {scope.Region}: it was sent to {peering.Accepter.Account} in {peering.Accepter.Region}");
    }

    public static Fault NotPermitted(string message) => new("OperationNotPermitted", message);
}
