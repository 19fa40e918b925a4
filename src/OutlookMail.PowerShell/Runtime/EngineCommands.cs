using System;
using System.Collections.ObjectModel;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Security;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>
/// Commands of other modules that this one uses where they are there, and needs nowhere: SecretManagement's vaults, the
/// clipboard. They run on the pipeline thread, in the runspace of whoever called; values go as arguments and never into the text.
/// </summary>
internal static class EngineCommands
{
    private const string GetSecret = "param($Name, $Vault) Get-Secret -Name $Name -Vault $Vault -ErrorAction Stop";
    private const string SetSecret = "param($Name, $Vault, $Secret) Set-Secret -Name $Name -Vault $Vault -Secret $Secret -ErrorAction Stop";
    private const string SetClipboard = "param($Value) Set-Clipboard -Value $Value -ErrorAction Stop";

    /// <summary>The same for a body, which is not on the pipeline thread.</summary>
    /// <exception cref="Model.OutlookMailException">VaultUnavailable.</exception>
    internal static async Task<SecureString> ReadSecretAsync(PSCmdlet cmdlet, CmdletOutput output, string vault, string name)
    {
        SecureString? secret = null;
        OutlookMailException? failure = null;
        await output.InvokeAsync(() =>
        {
            // What leaves this action would be taken for the engine's own.
            try
            {
                secret = ReadSecret(cmdlet, vault, name);
            }
            catch (OutlookMailException e)
            {
                failure = e;
            }
        }).ConfigureAwait(false);
        return failure is null ? secret! : throw failure;
    }

    /// <exception cref="Model.OutlookMailException">VaultUnavailable.</exception>
    internal static SecureString ReadSecret(PSCmdlet cmdlet, string vault, string name)
    {
        object? secret = Guarded(vault, () => Run(cmdlet, GetSecret, name, vault)).FirstOrDefault()?.BaseObject;
        return secret switch
        {
            SecureString value => value,
            PSCredential credential => credential.Password,
            _ => throw ProfileErrors.VaultUnavailable(vault, secret is null ? $"it holds nothing named '{name}'." : $"'{name}' is neither a SecureString nor a credential.", null),
        };
    }

    /// <exception cref="Model.OutlookMailException">VaultUnavailable.</exception>
    internal static void WriteSecret(PSCmdlet cmdlet, string vault, string name, SecureString secret) =>
        Guarded(vault, () => Run(cmdlet, SetSecret, name, vault, secret));

    /// <returns>Why it could not be copied; null when it was.</returns>
    internal static string? Copy(PSCmdlet cmdlet, string text)
    {
        try
        {
            Run(cmdlet, SetClipboard, text);
            return null;
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            return e.Message;
        }
    }

    private static Collection<PSObject> Guarded(string vault, Func<Collection<PSObject>> run)
    {
        try
        {
            return run();
        }
        catch (CommandNotFoundException e)
        {
            throw ProfileErrors.VaultUnavailable(vault, "no Get-Secret and Set-Secret are here.", e);
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            throw ProfileErrors.VaultUnavailable(vault, e.Message, e);
        }
    }

    private static Collection<PSObject> Run(PSCmdlet cmdlet, string script, params object[] arguments) =>
        cmdlet.InvokeCommand.InvokeScript(script, true, PipelineResultTypes.None, null, arguments);
}
