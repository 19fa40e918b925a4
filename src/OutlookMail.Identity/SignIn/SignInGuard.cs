using System;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Identity.Client;

namespace OutlookMail.Identity;

/// <summary>The one place where a failed call of MSAL becomes a <see cref="SignInException"/>.</summary>
internal static class SignInGuard
{
    public static async Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken ct)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (MsalClientException e) when (ct.IsCancellationRequested && e.ErrorCode == MsalError.AuthenticationCanceledError)
        {
            // MSAL's word for a page that was given up, by whomever.
            throw new OperationCanceledException(e.Message, e, ct);
        }
        catch (MsalException e)
        {
            throw SignInErrors.From(e);
        }
        catch (HttpRequestException e)
        {
            throw SignInErrors.FromHttp(e);
        }
        catch (HttpListenerException e)
        {
            throw SignInErrors.BrowserUnavailable("Nothing here can listen for the browser's answer: " + e.Message, e);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw SignInErrors.TimedOut();
        }
    }
}
