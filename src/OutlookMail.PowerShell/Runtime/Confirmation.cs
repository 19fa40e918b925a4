using System;
using System.Management.Automation;
using OutlookMail.Client;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>Asks before what cannot be undone. Where nobody can be asked, an error says so in place of the engine's own.</summary>
internal static class Confirmation
{
    /// <param name="cmdlet">Who asks.</param>
    /// <param name="force">-Force was given: nobody is asked; -WhatIf still only tells.</param>
    /// <param name="ask">ShouldProcess of a command with a high ConfirmImpact.</param>
    /// <param name="what">What would be done, at the beginning of a sentence.</param>
    /// <exception cref="Model.OutlookMailException">ConfirmationImpossible.</exception>
    internal static bool IsGiven(OutlookCmdlet cmdlet, bool force, Func<bool> ask, string what)
    {
        bool isWhatIf = IsSet(cmdlet, "WhatIf");
        if (force && !isWhatIf)
        {
            return true;
        }

        bool isDecided = isWhatIf || cmdlet.MyInvocation.BoundParameters.ContainsKey("Confirm") && !IsSet(cmdlet, "Confirm");
        if (!isDecided && !HostInteraction.IsPossible(Environment.GetCommandLineArgs(), Environment.UserInteractive, Environment.GetEnvironmentVariable)
            && Prompts(cmdlet))
        {
            throw MailboxErrors.ConfirmationImpossible(what);
        }

        return ask();
    }

    private static bool IsSet(OutlookCmdlet cmdlet, string parameter) =>
        cmdlet.MyInvocation.BoundParameters.TryGetValue(parameter, out object? value) && value is SwitchParameter { IsPresent: true } or true;

    // With $ConfirmPreference = 'None' the engine asks nobody.
    private static bool Prompts(OutlookCmdlet cmdlet) =>
        cmdlet.GetVariableValue("ConfirmPreference")?.ToString() is { } preference && !preference.Equals("None", StringComparison.OrdinalIgnoreCase);
}
