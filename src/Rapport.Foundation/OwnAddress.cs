using System.Net;

namespace Rapport.Foundation;

/// <summary>Where something can listen. A name is no such place: who listens at a name listens at every interface, or at one that a name server chose.</summary>
public static class OwnAddress
{
    public static bool Is(string host) => IPAddress.TryParse(host, out _) || host.Equals("localhost", StringComparison.OrdinalIgnoreCase);
}
