using System;

namespace OutlookMail.Sandbox.Entra;

/// <summary>A refusal in Entra's own form: an AADSTS number and the OAuth error that it travels with.</summary>
internal sealed class EntraException : Exception
{
    /// <param name="code">The AADSTS number; its OAuth error, status and text come from <see cref="EntraErrors"/>.</param>
    /// <param name="detail">What follows "AADSTSnnn: "; null takes the table's text.</param>
    /// <param name="error">The OAuth error, where the flow has another name for it than the table.</param>
    public EntraException(int code, string? detail = null, string? error = null)
        : base(detail ?? EntraErrors.Find(code).Text)
    {
        Code = code;
        EntraErrors.Entry entry = EntraErrors.Find(code);
        Entry = error is null ? entry : entry with { Error = error };
    }

    public int Code { get; }

    public EntraErrors.Entry Entry { get; }

    /// <summary>The claims request that goes with an interaction; null for most errors.</summary>
    public string? Claims { get; init; }
}
