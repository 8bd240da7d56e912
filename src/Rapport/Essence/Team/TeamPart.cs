using Microsoft.AspNetCore.Components;
using NodaTime;
using Rapport.Foundation;

namespace Rapport.Essence.Team;

/// <summary>What a room above shows on the lead's page, under the rules of that page: of finished weeks, of everybody together and of nobody alone.</summary>
public sealed record TeamPart(Func<RapportDb, Writes, Instant, CancellationToken, Task<RenderFragment>> Load);
