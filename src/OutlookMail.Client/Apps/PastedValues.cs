using System;
using System.Linq;

namespace OutlookMail.Client;

/// <summary>
/// Tells what people paste from the portal apart: it shows five GUIDs and a secret on three pages, and the two that look
/// most useful (Secret ID, Object ID) are the two that no sign-in takes.
/// </summary>
internal static class PastedValues
{
    // Entra's secrets have 40 characters; Graph documents 16 to 64.
    private const int ShortestSecret = 16;

    /// <returns>Null when it can be a client id; else what it is instead.</returns>
    public static string? ClientId(string text) => text switch
    {
        _ when Guid.TryParse(text, out _) => null,
        _ when text.IndexOf('@') >= 0 => "This is a user name. The client id is the GUID named Application (client) ID on the app's Overview page.",
        _ when Secret(text) is null => "This looks like a client secret. The client id is the GUID named Application (client) ID on the app's Overview page.",
        _ => "This is no GUID. Copy Application (client) ID from the app's Overview page.",
    };

    /// <returns>Null when it can be a tenant; else what it is instead.</returns>
    public static string? Tenant(string text) => text switch
    {
        _ when Guid.TryParse(text, out _) => null,
        "common" or "organizations" or "consumers" => null,
        _ when text.IndexOf('@') >= 0 => "This is a user name. The tenant is the part behind the @, or the GUID named Directory (tenant) ID.",
        _ when text.IndexOf("://", StringComparison.Ordinal) >= 0 => "This is an address. Copy Directory (tenant) ID from the app's Overview page.",
        _ when text.IndexOf('.') >= 0 && text.All(c => char.IsLetterOrDigit(c) || c is '.' or '-') => null,
        _ => "This is the tenant's name, not its id. Copy Directory (tenant) ID from the app's Overview page, or give a domain such as contoso.onmicrosoft.com.",
    };

    /// <returns>Null when it can be a secret's value; else what it is instead.</returns>
    public static string? Secret(string text) => text switch
    {
        _ when Guid.TryParse(text, out _) => "This is the Secret ID (a GUID). Sign-ins need the secret's Value, the column beside it. Entra shows the Value only once: if it is gone, make a new secret.",
        _ when text.IndexOf('*') >= 0 => "This is the hidden form that the portal shows later (three characters and stars). Make a new secret and copy its Value at once.",
        _ when text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)) => "This holds spaces or line breaks, which no secret does. Copy the Value with the button beside it.",
        _ when text.Length < ShortestSecret => "This is too short for a secret: copy the whole Value with the button beside it.",
        _ => null,
    };

    public static void Refuse(string? finding, string property)
    {
        if (finding is not null)
        {
            throw AppErrors.AppInvalid(property, finding, null);
        }
    }
}
