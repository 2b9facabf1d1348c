using System.Net;

namespace Haneul.Services;

/// <summary>Where a connection came in, and who answers what it asks.</summary>
/// <param name="Space">The namespace: a VPC's id, or a host of the cloud.</param>
/// <param name="Answer">Answers a request.</param>
internal sealed record Door(string Space, RequestDelegate Answer);

/// <summary>Stands for all sockets that are handed in, where a web server wants one address.</summary>
internal sealed class GivenEndPoint(string name) : EndPoint
{
    public override string ToString() => name;
}
