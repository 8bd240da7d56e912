using Microsoft.AspNetCore.Components;
using NodaTime;
using Rapport.Customers;

namespace Rapport.Memory.Own;

/// <summary>What a room above shows on a customer's own page: of whom, by which key, and when. It gives nothing where it has nothing to show.</summary>
public sealed record OwnPart(Func<RapportDb, CustomerId, string, Instant, CancellationToken, Task<RenderFragment?>> Load);
