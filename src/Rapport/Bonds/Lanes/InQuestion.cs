using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Foundation;

namespace Rapport.Bonds.Lanes;

public readonly record struct InQuestionId(Guid Value) : IId<InQuestionId>
{
    public static InQuestionId From(Guid value) => new(value);
}

public enum InAnswer { In, Out, NotSaid }

/// <summary>A customer asked whether their person is in. It is kept for that person to read, and for nobody else.</summary>
public sealed class InQuestion
{
    public InQuestionId Id { get; init; } = Ids.New<InQuestionId>();
    public required CustomerId CustomerId { get; init; }
    public required PersonId PersonId { get; init; }
    public required Instant At { get; init; }
    public required InAnswer Answer { get; init; }
}
