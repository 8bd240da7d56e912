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
        options.ShouldInclude = d => d.HttpMethod != HttpMethods.Head && (d.RelativePath?.StartsWith("api/v1", StringComparison.Ordinal) ?? false);
        options.CreateSchemaReferenceId = Name;
        options.AddSchemaTransformer((schema, context, _) =>
        {
            var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
            var text = type == context.JsonTypeInfo.Type ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null;
            if (Ids.IsId(type)) (schema.Type, schema.Format) = (text, "uuid");
            else if (type == typeof(Instant)) (schema.Type, schema.Format) = (text, "date-time");
            foreach (var member in context.JsonTypeInfo.Properties.Where(MayBeLeftOut)) schema.Required?.Remove(member.Name);
            return Task.CompletedTask;
        });
        options.AddDocumentTransformer((document, _, _) =>
        {
            SayWhoMayCall(document);
            foreach (var call in document.Paths.Values.SelectMany(p => p.Operations ?? []).Where(c => c.Key == HttpMethod.Post)) TakeKey(call.Value);
            return Task.CompletedTask;
        });
    }

    static bool MayBeLeftOut(JsonPropertyInfo member) =>
        member.IsGetNullable || Nullable.GetUnderlyingType(member.PropertyType) is not null || member.AssociatedParameter is { HasDefaultValue: true } or { IsNullable: true };

    static void SayWhoMayCall(OpenApiDocument document)
    {
        const string token = "token";
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [token] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A token that somebody made under Settings, API tokens, or by POST /api/v1/people/{person}/tokens. Its scopes say what it is for: read, write, admin." },
        };
        document.Security = [new() { [new OpenApiSecuritySchemeReference(token, document)] = [] }];
    }

    static void TakeKey(OpenApiOperation call) => (call.Parameters ??= []).Add(new OpenApiParameter
    {
        Name = UnitOfWork.Header,
        In = ParameterLocation.Header,
        Description = "A second try with the same key is the same request: it changes nothing and gets the first answer again.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = UnitOfWork.LongestKey },
    });

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
