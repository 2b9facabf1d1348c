namespace Haneul.Bench.Balancer;

/// <summary>How clients come in.</summary>
internal enum Door
{
    Plain,
    Secure,
}
