using System;

namespace OutlookMail.Sandbox.Graph;

/// <summary>A refusal in Graph's own form.</summary>
internal sealed class GraphException(int status, string code, string message, string? detail = null) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    /// <summary>The code in <c>details</c>; null for most errors.</summary>
    public string? Detail { get; } = detail;
}
