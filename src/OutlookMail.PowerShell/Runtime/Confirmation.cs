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

        bool isDecided = isWhatIf || cmdlet.MyInvocation.BoundParameters.ContainsKey("Confirm") || !Prompts(cmdlet);
        if (!isDecided && !HostInteraction.IsPossible(Environment.GetCommandLineArgs(), Environment.UserInteractive, Environment.GetEnvironmentVariable))
        {
            throw MailboxErrors.ConfirmationImpossible(what);
        }

        return ask();
    }

    /// <summary>
    /// The same for a command that asks in some cases only, after its ShouldProcess said yes: -Confirm, given either way,
    /// was the question, and so is a preference that asks about nothing.
    /// </summary>
    internal static bool IsGivenBeside(OutlookCmdlet cmdlet, bool force, Func<bool> ask, string what) =>
        cmdlet.MyInvocation.BoundParameters.ContainsKey("Confirm") || HasNoPrompts(cmdlet) || IsGiven(cmdlet, force, ask, what);

    private static bool IsSet(OutlookCmdlet cmdlet, string parameter) =>
        cmdlet.MyInvocation.BoundParameters.TryGetValue(parameter, out object? value) && value is SwitchParameter { IsPresent: true } or true;

    // With $ConfirmPreference = 'None' the engine asks nobody; a double of the engine has no such variable.
    private static bool Prompts(OutlookCmdlet cmdlet) => Preference(cmdlet) is { } preference && !preference.Equals("None", StringComparison.OrdinalIgnoreCase);

    private static bool HasNoPrompts(OutlookCmdlet cmdlet) => "None".Equals(Preference(cmdlet), StringComparison.OrdinalIgnoreCase);

    private static string? Preference(OutlookCmdlet cmdlet) => cmdlet.GetVariableValue("ConfirmPreference")?.ToString();
}
