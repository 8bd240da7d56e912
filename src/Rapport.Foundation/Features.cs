using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Rapport.Foundation;

/// <summary>One thing a person or a program can ask for, with its routes beside its work.</summary>
public interface IFeature
{
    static abstract void Map(IEndpointRouteBuilder app);
}

/// <summary>Marks a door whose work is slow (hashing a password, receiving a file) and which therefore calls <see cref="Writes"/> itself.</summary>
public sealed record OwnWrites;

public static class Features
{
    /// <summary>Maps every feature of the assembly. What is not a GET runs as one unit of work and is answered after its commit.</summary>
    public static void MapFeatures(this IEndpointRouteBuilder app, Assembly assembly)
    {
        var doors = app.MapGroup("");
        doors.AddEndpointFilter(new UnitOfWork());
        foreach (var feature in assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(IFeature)) && !t.IsInterface).OrderBy(t => t.FullName, StringComparer.Ordinal))
            feature.GetMethod(nameof(IFeature.Map), BindingFlags.Public | BindingFlags.Static)!.Invoke(null, [doors]);
    }

    public static TBuilder DoesItsOwnWrites<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new OwnWrites());
}
