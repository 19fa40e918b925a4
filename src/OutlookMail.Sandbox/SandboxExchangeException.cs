using System;

namespace OutlookMail.Sandbox;

/// <summary>An administrator's command that Exchange refuses.</summary>
public sealed class SandboxExchangeException : Exception
{
    internal SandboxExchangeException(string errorId, string message)
        : base(message) => ErrorId = errorId;

    /// <summary>The name that Exchange Online PowerShell has for it, for example <c>ManagementObjectNotFoundException</c>.</summary>
    public string ErrorId { get; }

    internal static SandboxExchangeException NotFound(string name) =>
        new("ManagementObjectNotFoundException", $"The operation couldn't be performed because object '{name}' couldn't be found.");

    internal static SandboxExchangeException Parameter(string message) => new("ParameterBindingFailed", message);
}
