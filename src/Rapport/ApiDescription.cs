using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using NodaTime;
using Rapport.Foundation;

namespace Rapport;

/// <summary>How the description of the API (OpenAPI) names and words what goes in and comes out.</summary>
public static class ApiDescription
{
    public static void Set(OpenApiOptions options)
    {
        options.ShouldInclude = d => d.RelativePath?.StartsWith("api/v1", StringComparison.Ordinal) ?? false;
        options.CreateSchemaReferenceId = Name;
        options.AddSchemaTransformer((schema, context, _) =>
        {
            var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
            if (Ids.IsId(type)) (schema.Type, schema.Format) = (JsonSchemaType.String, "uuid");
            else if (type == typeof(Instant)) (schema.Type, schema.Format) = (JsonSchemaType.String, "date-time");
            return Task.CompletedTask;
        });
    }

    /// <summary>Many features have a “Request” and a “View” of their own, so the feature's name goes before it; what has no name of its own stands where it is used.</summary>
    static string? Name(JsonTypeInfo info)
    {
        var type = Nullable.GetUnderlyingType(info.Type) ?? info.Type;
        return OpenApiOptions.CreateDefaultSchemaReferenceId(info) is null || Ids.IsId(type) || type == typeof(Instant) ? null : Name(type);
    }

    static string? Name(Type type)
    {
        if (type.Name.StartsWith('<')) return null;
        var name = (type.DeclaringType?.Name ?? "") + type.Name.Split('`')[0];
        return type.IsGenericType ? name + string.Concat(type.GetGenericArguments().Select(Name)) : name;
    }
}
