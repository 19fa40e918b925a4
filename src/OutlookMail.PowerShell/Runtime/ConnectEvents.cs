using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>
/// Shows a device code: on the host, on the Information stream, as an engine event and to the caller's script block;
/// never on the output, which is the session's alone.
/// </summary>
internal sealed class ConnectEvents : IConnectEvents
{
    /// <summary>Source identifier of the engine event, whose one argument is the OutlookDeviceCode.</summary>
    internal const string DeviceCodeEvent = "OutlookMail.DeviceCode";

    // The engine shows a record with this tag on the host whatever the preference is: Write-Host does the same.
    private const string HostTag = "PSHOST";

    private readonly OutlookCmdlet cmdlet;
    private readonly CmdletOutput output;
    private readonly ScriptBlock? onDeviceCode;
    private readonly OutlookSandboxInfo? sandbox;
    private readonly bool copyCode;
    private readonly DeviceCodeCountdown? countdown;

    internal ConnectEvents(OutlookCmdlet cmdlet, CmdletOutput output, ScriptBlock? onDeviceCode, OutlookSandboxInfo? sandbox, bool copyCode = false, DeviceCodeCountdown? countdown = null)
    {
        this.cmdlet = cmdlet;
        this.output = output;
        this.onDeviceCode = onDeviceCode;
        this.sandbox = sandbox;
        this.copyCode = copyCode;
        this.countdown = countdown;
    }

    public async Task DeviceCodeAsync(OutlookDeviceCode code, CancellationToken cancellationToken)
    {
        await output.InvokeAsync(() => Show(code)).ConfigureAwait(false);
        if (sandbox is not { Approval: "Auto" })
        {
            countdown?.Start(code);
        }
    }

    public void Verbose(string text) => output.Verbose(text);

    public void Warning(string text) => output.Warning(text);

    private void Show(OutlookDeviceCode code)
    {
        if (sandbox is { Approval: "Auto" })
        {
            cmdlet.WriteInformation(
                $"The sandbox approves its own device code {code.UserCode} as {sandbox.Users[0]}; at Microsoft you would open {code.VerificationUri} and type it.",
                new[] { DeviceCodeEvent });
        }
        else
        {
            cmdlet.WriteInformation(new HostInformationMessage { Message = code.Message }, new[] { HostTag, DeviceCodeEvent });
        }

        if (copyCode && EngineCommands.Copy(cmdlet, code.UserCode) is { } reason)
        {
            cmdlet.WriteWarning($"The code could not be copied to the clipboard: {reason}");
        }

        cmdlet.Events.GenerateEvent(DeviceCodeEvent, cmdlet, new object[] { code }, null);
        onDeviceCode?.Invoke(code);
    }
}
