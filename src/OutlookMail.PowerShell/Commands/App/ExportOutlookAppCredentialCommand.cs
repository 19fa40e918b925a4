using System;
using System.Management.Automation;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Hands a kept app's credential over: as text in the form that other software takes, to a vault, or over the clipboard.</summary>
[Cmdlet(VerbsData.Export, "OutlookAppCredential", SupportsShouldProcess = true, DefaultParameterSetName = OutputSet)]
[OutputType(typeof(string))]
public sealed class ExportOutlookAppCredentialCommand : OutlookAppCmdlet
{
    private const string OutputSet = "Output";
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string ClipboardSet = "Clipboard";
    private const string VaultSet = "Vault";

    // One script, and not one before and one after: of what runs once the pipeline stops (Ctrl+C), the engine lets only a
    // script's own finally start commands. Something that was copied since is somebody else's.
    private const string LendToClipboard = """
        param($text, $seconds)
        try {
            Set-Clipboard -Value $text -ErrorAction Stop
            for ($left = $seconds; $left -gt 0; $left--) {
                Write-Progress -Id 1 -Activity 'Export-OutlookAppCredential' -Status 'The clipboard holds the secret; it is cleared when the time is over, and by Ctrl+C.' -SecondsRemaining $left
                Start-Sleep -Seconds 1
            }
        }
        finally {
            if ("$(Get-Clipboard -Raw)".TrimEnd() -ceq $text.TrimEnd()) { Set-Clipboard -Value ' ' }
            Write-Progress -Id 1 -Activity 'Export-OutlookAppCredential' -Completed
        }
        """;

    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? ClientId { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = OutputSet)]
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = ClipboardSet)]
    public OutlookCredentialFormat Format { get; set; } = OutlookCredentialFormat.Value;

    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("LP")]
    [ValidateNotNullOrEmpty]
    public string? LiteralPath { get; set; }

    [Parameter(ParameterSetName = OutputSet)]
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = ClipboardSet)]
    public SwitchParameter AsPlainText { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = ClipboardSet)]
    public SwitchParameter ToClipboard { get; set; }

    [Parameter(ParameterSetName = ClipboardSet)]
    [ValidateRange(1, 600)]
    public int ClearAfterSeconds { get; set; } = 30;

    [Parameter(Mandatory = true, ParameterSetName = VaultSet)]
    [ValidateNotNullOrEmpty]
    public string? Vault { get; set; }

    [Parameter(ParameterSetName = VaultSet)]
    [ValidateNotNullOrEmpty]
    public string? VaultSecretName { get; set; }

    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        if (ParameterSetName == VaultSet)
        {
            ToVault();
        }
        else if (ToClipboard)
        {
            OverClipboard();
        }
        else
        {
            ToText();
        }
    }

    private void ToText()
    {
        string? file = null;
        string? given = LiteralPath ?? Path;
        Guard(() => file = given is null ? null : FileSystemPaths.Target(this, given, literal: LiteralPath is not null), errorsEndCommand: true);
        if (file is not null && !ShouldProcess(file, AsPlainText ? "Write the app's credential with its secret in plain text" : "Write the app's credential without its secret"))
        {
            return;
        }

        bool overwrite = Force;
        OutlookSandboxInfo? sandbox = ChosenSandbox;
        Run(
            async (output, token) =>
            {
                string text = await TextAsync(sandbox, token).ConfigureAwait(false);
                if (file is null)
                {
                    await output.WriteAsync(text).ConfigureAwait(false);
                }
                else
                {
                    AppTextFile.Write(file, text, overwrite);
                }
            },
            ClientId ?? file);
    }

    // Set-Clipboard and Get-Clipboard are the shell's own: each system has its clipboard elsewhere.
    private void OverClipboard()
    {
        if (!ShouldProcess(ClientId ?? "the default app", AsPlainText ? $"Copy the credential with its secret to the clipboard for {ClearAfterSeconds} seconds" : "Copy the credential without its secret to the clipboard"))
        {
            return;
        }

        string? text = null;
        OutlookSandboxInfo? sandbox = ChosenSandbox;
        Run(async (_, token) => text = await TextAsync(sandbox, token).ConfigureAwait(false), ClientId);
        if (text is null)
        {
            return;
        }

        Guard(
            () =>
            {
                if (AsPlainText)
                {
                    Invoke("Set-Clipboard", LendToClipboard, text, ClearAfterSeconds);
                }
                else
                {
                    Invoke("Set-Clipboard", "param($text) Set-Clipboard -Value $text", text);
                }
            },
            ClientId,
            errorsEndCommand: true);
    }

    private void ToVault()
    {
        if (!ShouldProcess(Vault!, $"Put the secret of {ClientId ?? "the default app"} into the vault"))
        {
            return;
        }

        (string Name, SecureString Secret)? kept = null;
        OutlookSandboxInfo? sandbox = ChosenSandbox;
        Run(async (_, token) => kept = await OutlookAppClient.Shared.RevealSecretAsync(LocalRequest(sandbox), ClientId, token).ConfigureAwait(false), ClientId);
        if (kept is { } known)
        {
            Guard(
                () => Invoke("Set-Secret", "param($name, $secret, $vault) Set-Secret -Name $name -SecureStringSecret $secret -Vault $vault -ErrorAction Stop", VaultSecretName ?? known.Name, known.Secret, Vault!),
                ClientId,
                errorsEndCommand: true);
        }
    }

    private void Invoke(string command, string script, params object[] arguments)
    {
        try
        {
            InvokeCommand.InvokeScript(script, arguments);
        }
        catch (Exception e) when (e is RuntimeException and not PipelineStoppedException)
        {
            throw AppErrors.CommandMissing(command, e.Message, e);
        }
    }

    private Task<string> TextAsync(OutlookSandboxInfo? sandbox, CancellationToken token) =>
        OutlookAppClient.Shared.ExportCredentialAsync(LocalRequest(sandbox), ClientId, Format, AsPlainText, token);
}
