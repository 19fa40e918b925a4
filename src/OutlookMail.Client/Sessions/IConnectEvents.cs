using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>What a front end is told while a session is being made. Calls come from any thread.</summary>
public interface IConnectEvents
{
    /// <summary>A person must open the page and type the code; the sign-in goes on by itself once that is done.</summary>
    Task DeviceCodeAsync(OutlookDeviceCode code, CancellationToken cancellationToken);

    void Verbose(string text);

    void Warning(string text);
}
