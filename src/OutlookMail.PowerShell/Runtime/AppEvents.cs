using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>Sign-in as <see cref="ConnectEvents"/> shows it, and each step of the work as progress.</summary>
internal sealed class AppEvents : IAppEvents
{
    private readonly ConnectEvents signIn;
    private readonly CmdletOutput output;
    private readonly string activity;

    internal AppEvents(ConnectEvents signIn, CmdletOutput output, string activity)
    {
        this.signIn = signIn;
        this.output = output;
        this.activity = activity;
    }

    public Task DeviceCodeAsync(OutlookDeviceCode code, CancellationToken cancellationToken) => signIn.DeviceCodeAsync(code, cancellationToken);

    public void Verbose(string text) => signIn.Verbose(text);

    public void Warning(string text) => signIn.Warning(text);

    public void Progress(string text)
    {
        output.Verbose(text);
        _ = output.ProgressAsync(new ProgressRecord(1, activity, text));
    }
}
