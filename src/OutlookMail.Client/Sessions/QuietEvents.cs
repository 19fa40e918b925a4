using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>For sign-ins that ask nobody and of which nobody wants to hear.</summary>
internal sealed class QuietEvents : IConnectEvents
{
    public Task DeviceCodeAsync(OutlookDeviceCode code, CancellationToken cancellationToken) => Task.CompletedTask;

    public void Verbose(string text)
    {
    }

    public void Warning(string text)
    {
    }
}
