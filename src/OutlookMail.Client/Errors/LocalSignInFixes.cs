using OutlookMail.Identity;

namespace OutlookMail.Client;

/// <summary>What to do about sign-ins that failed on this side, before or beside any answer of Entra's.</summary>
internal static class LocalSignInFixes
{
    /// <returns>Null when it was the server that said no.</returns>
    public static string? Find(SignInException refused) => refused.Failure switch
    {
        SignInFailure.BrowserUnavailable => "Leave -Interactive out to sign in by device code. With -RedirectUri, its port has to be free.",
        SignInFailure.ManagedIdentityUnavailable => "Switch the identity on for this host (in Azure, under Identity) and grant it the mail permissions; elsewhere give -ClientSecret or -CertificateThumbprint.",
        SignInFailure.InvalidAnswer => "Check -Authority: what answered there is no sign-in server of Entra's kind. A proxy in between can answer in its place.",
        _ => refused.Error switch
        {
            "invalid_client_id" => "Give the Application (client) id of the app's Overview page with -ClientId.",
            "invalid_tenant" => "Give the tenant's id or domain with -Tenant.",
            "invalid_authority" => "Give scheme and host alone with -Authority, for example https://login.microsoftonline.com.",
            "invalid_redirect_uri" => "Give a Web redirect address of the app with -RedirectUri: https, or http on localhost.",
            "redirect_not_loopback" => "Register a redirect address on http://localhost for the app as well, and give it with -RedirectUri.",
            "invalid_thumbprint" => "Copy the thumbprint, 40 hexadecimal digits, from the certificate's details.",
            "certificate_not_found" => "List what is there with Get-ChildItem Cert:\\CurrentUser\\My, or give the certificate's file with -CertificatePath.",
            "certificate_not_readable" => "Check -CertificatePath and -CertificatePassword: the file is a PFX, or in PowerShell 7 a PEM that holds the private key too.",
            "certificate_without_key" => "Give the PFX or PEM that holds the private key; a .cer file has the public half only.",
            "outside_token_missing" => "GitHub Actions gives a token to jobs with 'permissions: id-token: write', Azure Pipelines to steps that map System.AccessToken to SYSTEM_ACCESSTOKEN; a token file has to be readable and not empty.",
            "no_refresh_token" => "Run Connect-OutlookMailbox once more, then export again.",
            _ => null,
        },
    };
}
