namespace Rapport.Language.Training;

/// <summary>What a lesson of the network is about: a reply of the desk, a customer's message, or the emotions in a comment.</summary>
enum Subject { Desk, Customer, Emotions }

/// <summary>One lesson of the network.</summary>
sealed record Lesson(Subject Subject, Instance Of);
