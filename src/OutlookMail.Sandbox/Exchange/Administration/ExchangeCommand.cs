using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;

namespace OutlookMail.Sandbox.Exchange.Administration;

/// <summary>One of Exchange Online PowerShell's commands: what it takes, and what it does here.</summary>
/// <param name="Run">Gets the parameters by name; returns what the command outputs.</param>
internal sealed record ExchangeCommand(string Name, IReadOnlyList<ExchangeParameter> Parameters, Func<SandboxExchange, ExchangeArguments, JsonArray> Run)
{
    /// <summary>Whether it asks about -WhatIf and -Confirm: whatever changes something does.</summary>
    public bool Changes => !Name.StartsWith("Get-", StringComparison.Ordinal) && !Name.StartsWith("Test-", StringComparison.Ordinal);
}

/// <param name="Type">PowerShell's name of the type.</param>
internal sealed record ExchangeParameter(string Name, bool IsMandatory = false, string Type = "string", string? Alias = null);
