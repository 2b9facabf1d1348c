namespace Haneul.Model;

/// <summary>Where the next instance of a group is to be launched.</summary>
public sealed record LaunchWish(string Zone, Id<Subnet> SubnetId, string Cause);
