using System;
using System.Linq;
using System.Threading.Tasks;
using OutlookMail.Identity;
using OutlookMail.Identity.Registration;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Turns what registering an app met into catalogue entries.</summary>
internal static class AppErrorMapper
{
    public static async Task<T> GuardAsync<T>(Func<Task<T>> work, SignInErrorMapper signIn, string[] scopes)
    {
        try
        {
            return await work();
        }
        catch (RegistrationException e)
        {
            throw Map(e);
        }
        catch (GraphException e)
        {
            throw Map(e);
        }
        catch (SignInException e)
        {
            throw signIn.Map(e, scopes);
        }
    }

    private static OutlookMailException Map(RegistrationException e) => e.Failure switch
    {
        RegistrationFailure.InvalidShape => AppErrors.AppInvalid(e.Names.FirstOrDefault() ?? "", e.Message, e),
        RegistrationFailure.PermissionUnknown => AppErrors.PermissionUnknown(e.Names.FirstOrDefault() ?? "", e),
        RegistrationFailure.RightsMissing => AppErrors.RightsMissing(e.Names, e),
        RegistrationFailure.NotFound => AppErrors.AppNotFound(e.Names.FirstOrDefault() ?? "", e),
        RegistrationFailure.Ambiguous => AppErrors.AppAmbiguous(e.Message, e.Names, e),
        _ => AppErrors.SecretNotProved(e.Message, e),
    };

    private static OutlookMailException Map(GraphException e) => e switch
    {
        { HttpStatus: 429 or 503 } => MailErrors.Throttled(e.Message, e.RetryAfter, null, e),
        { HttpStatus: 403 } or { Code: "Authorization_RequestDenied" } => AppErrors.RightsMissing(new[] { e.Message.TrimEnd('.') }, e),
        _ => AppErrors.GraphRefused(e.Code, e.Message, e.RequestId, e),
    };
}
