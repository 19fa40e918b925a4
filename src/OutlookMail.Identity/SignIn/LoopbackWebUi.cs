using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Identity.Client.Extensibility;

namespace OutlookMail.Identity;

/// <summary>
/// Opens the page once somebody listens. MSAL's own way opens it first, and where the answer comes in the very moment that
/// .NET's HttpListener begins to listen, that throws (ArgumentNullException in HttpEndPointListener.ProcessAccept).
/// </summary>
internal sealed class LoopbackWebUi : ICustomWebUi
{
    private readonly LoopbackReceiver receiver;
    private readonly Func<Uri, Task> open;

    public LoopbackWebUi(LoopbackReceiver receiver, Func<Uri, Task> open)
    {
        this.receiver = receiver;
        this.open = open;
    }

    public async Task<Uri> AcquireAuthorizationCodeAsync(Uri authorizationUri, Uri redirectUri, CancellationToken cancellationToken)
    {
        var answer = receiver.ReceiveAsync(cancellationToken);
        await open(authorizationUri).ConfigureAwait(false);
        return await answer.ConfigureAwait(false);
    }
}
