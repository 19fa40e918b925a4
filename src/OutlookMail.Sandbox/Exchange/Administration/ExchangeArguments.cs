using System;
using System.Text.Json.Nodes;

namespace OutlookMail.Sandbox.Exchange.Administration;

/// <summary>A command's parameters as they came, by name.</summary>
internal sealed class ExchangeArguments(JsonObject given)
{
    public bool Has(string name) => given.ContainsKey(name);

    /// <exception cref="SandboxExchangeException">It is missing or no text.</exception>
    public string Text(string name) => OptionalText(name) ?? throw SandboxExchangeException.Parameter($"A value for the parameter {name} is missing.");

    public string? OptionalText(string name) => given[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue(out string? text) => text,
        _ => throw SandboxExchangeException.Parameter($"The parameter {name} is not a text."),
    };

    /// <summary>A text or a list of texts must hold the one value that is known here.</summary>
    /// <exception cref="SandboxExchangeException">It does not.</exception>
    public void Expect(string name, string known)
    {
        JsonNode?[] values = given[name] is JsonArray list ? [.. list] : [given[name]];
        if (!Array.Exists(values, v => known.Equals(v?.ToString(), StringComparison.OrdinalIgnoreCase)))
        {
            throw SandboxExchangeException.Parameter($"The sandbox knows {known} for the parameter {name}, and nothing else.");
        }
    }

    /// <exception cref="SandboxExchangeException">It is missing or no GUID.</exception>
    public Guid Id(string name) => Guid.TryParse(Text(name), out Guid id) ? id : throw SandboxExchangeException.Parameter($"The parameter {name} is not a GUID.");

    /// <summary>Null for $null.</summary>
    /// <exception cref="SandboxExchangeException">It is neither $true, $false nor $null.</exception>
    public bool? Flag(string name) => given[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue(out bool flag) => flag,
        _ => throw SandboxExchangeException.Parameter($"The parameter {name} is neither true nor false."),
    };
}
