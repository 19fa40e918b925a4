using System.Collections.Generic;
using System.Linq;

namespace OutlookMail.Client;

/// <summary>
/// Microsoft's AADSTS numbers that a mail sign-in can meet (learn.microsoft.com/entra/identity-platform/reference-error-codes).
/// They choose the hint that is shown and nothing else: what a program does next is decided by OAuth's error and
/// suberror, as Microsoft asks.
/// </summary>
public static class AadstsTable
{
    private static readonly Dictionary<int, AadstsRow> Rows = new[]
    {
        Row(28000, ErrorIds.SignInFailed, AadstsFixer.Caller, false, "One token request named scopes of two resources.", "Ask for one resource at a time: the mail scopes in one sign-in, Graph through the same refresh token."),
        Row(50011, ErrorIds.SignInFailed, AadstsFixer.AppOwner, false, "The redirect address of the request is not among those registered.", "Add exactly this address (scheme, host, path and case) to the app under Authentication; for a browser sign-in here it is http://localhost."),
        Row(50020, ErrorIds.SignInFailed, AadstsFixer.User, false, "The account belongs to another tenant or provider than the one signed in to.", "Sign in at the account's own tenant with -Tenant, have it invited as a guest, or widen the app's supported account types."),
        Row(50033, ErrorIds.Throttled, AadstsFixer.Time, true, "Entra has a passing trouble of its own.", "Wait a minute and run the command again."),
        Row(50034, ErrorIds.SignInFailed, AadstsFixer.User, false, "No such user exists in this directory.", "Check the address and -Tenant."),
        Row(50049, ErrorIds.SignInFailed, AadstsFixer.Caller, false, "The authority's host is none that Entra knows.", "Check -Cloud and -Authority."),
        Row(50053, ErrorIds.SignInFailed, AadstsFixer.Administrator, false, "The account is locked after too many bad attempts, or the address it came from is blocked.", "Wait, or have an administrator unblock the account."),
        Row(50055, ErrorIds.SignInFailed, AadstsFixer.User, false, "The password has expired.", "Change the password in a browser, then sign in again."),
        Row(50057, ErrorIds.SignInFailed, AadstsFixer.Administrator, false, "The account is disabled.", "An administrator has to enable it."),
        Row(50058, ErrorIds.SignInRequired, AadstsFixer.User, false, "No browser session could be used without a prompt.", "Run Connect-OutlookMailbox and sign in again."),
        Row(50059, ErrorIds.SignInFailed, AadstsFixer.Caller, false, "The request names no tenant, and the account does not tell which one it is.", "Give -Tenant with the tenant's id or domain."),
        Row(50072, ErrorIds.SignInRequired, AadstsFixer.User, false, "The account has to enrol in multifactor authentication first.", "Sign in with Connect-OutlookMailbox -Interactive on a machine with a browser."),
        Row(50074, ErrorIds.SignInRequired, AadstsFixer.User, false, "Multifactor authentication is required.", "Sign in with Connect-OutlookMailbox -Interactive on a machine with a browser."),
        Row(50076, ErrorIds.SignInRequired, AadstsFixer.User, false, "Multifactor authentication is required.", "Sign in with Connect-OutlookMailbox -Interactive on a machine with a browser."),
        Row(50079, ErrorIds.SignInRequired, AadstsFixer.User, false, "The account has to enrol in multifactor authentication first.", "Sign in with Connect-OutlookMailbox -Interactive on a machine with a browser."),
        Row(50097, ErrorIds.SignInRequired, AadstsFixer.Administrator, false, "The device has to authenticate.", "Sign in from a registered device, or have an administrator look at the Conditional Access policy."),
        Row(50105, ErrorIds.SignInFailed, AadstsFixer.Administrator, false, "The user is not assigned to the app.", "An administrator assigns the user or a group under Enterprise applications, Users and groups, or switches Assignment required off."),
        Row(50126, ErrorIds.SignInFailed, AadstsFixer.User, false, "The user name or the password is wrong.", "Check both."),
        Row(50133, ErrorIds.SignInRequired, AadstsFixer.User, false, "The kept sign-in was revoked, usually because the password changed.", "Run Connect-OutlookMailbox and sign in again."),
        Row(50158, ErrorIds.SignInRequired, AadstsFixer.User, false, "Another provider has to be satisfied (external multifactor authentication).", "Sign in with Connect-OutlookMailbox -Interactive on a machine with a browser."),
        Row(50173, ErrorIds.SignInRequired, AadstsFixer.User, false, "The kept sign-in was revoked, usually because the password changed.", "Run Connect-OutlookMailbox and sign in again."),
        Row(50194, ErrorIds.SignInFailed, AadstsFixer.Caller, false, "The app is for one tenant, and the sign-in went to common.", "Give -Tenant with the tenant's id or domain."),
        Row(50196, ErrorIds.Throttled, AadstsFixer.Time, true, "Entra saw the same request over and over and stopped it.", "Wait some minutes; if it stays, look for a script that signs in within a loop."),
        Row(50199, ErrorIds.SignInRequired, AadstsFixer.User, false, "Entra wants a person to confirm this sign-in on its page.", "Sign in with Connect-OutlookMailbox -Interactive on a machine with a browser."),
        Row(53000, ErrorIds.SignInFailed, AadstsFixer.Administrator, false, "Conditional Access wants a compliant or joined device.", "Use a managed device, or have an administrator look at the policy."),
        Row(53001, ErrorIds.SignInFailed, AadstsFixer.Administrator, false, "Conditional Access wants a compliant or joined device.", "Use a managed device, or have an administrator look at the policy."),
        Row(53003, ErrorIds.DeviceCodeBlocked, AadstsFixer.Administrator, false, "A Conditional Access policy blocks this sign-in; a block of device codes shows itself this way.", "Use Connect-OutlookMailbox -Interactive. Otherwise an administrator finds the policy in the sign-in logs by the correlation id."),
        Row(65001, ErrorIds.ConsentMissing, AadstsFixer.User, true, "Nobody has consented to what the app asks for.", "Open the consent link that the error names, or have an administrator grant consent. Right after a grant, wait half a minute."),
        Row(65002, ErrorIds.SignInFailed, AadstsFixer.Caller, false, "A Microsoft client id was used for a resource that it is not pre-authorised for.", "Use an app of your own: Register-OutlookApp, then -ClientId."),
        Row(65004, ErrorIds.SignInDeclined, AadstsFixer.User, false, "The person declined the consent.", "Sign in again and accept, or have an administrator consent."),
        Row(65005, ErrorIds.SignInFailed, AadstsFixer.AppOwner, false, "The app asks for a resource that its registration does not list.", "Add the permission under API permissions: Set-OutlookApp does it."),
        Row(70000, ErrorIds.SignInRequired, AadstsFixer.User, false, "The kept sign-in is no longer valid.", "Run Connect-OutlookMailbox and sign in again."),
        Row(70002, ErrorIds.SignInFailed, AadstsFixer.Caller, false, "The app does not exist here, or is not open to personal accounts.", "Check -ClientId and the app's supported account types."),
        Row(70008, ErrorIds.SignInRequired, AadstsFixer.User, false, "The kept sign-in expired because it was not used for long.", "Run Connect-OutlookMailbox and sign in again."),
        Row(70011, ErrorIds.SignInFailed, AadstsFixer.Caller, false, "A scope of the request is not valid.", "Check the scopes: one resource, and for an app without a person only its /.default."),
        Row(70012, ErrorIds.Throttled, AadstsFixer.Time, true, "Entra has a passing trouble of its own.", "Wait a minute and run the command again."),
        Row(70016, ErrorIds.SignInExpired, AadstsFixer.User, true, "The device code is not confirmed yet.", "Enter the code on the page that was shown."),
        Row(70018, ErrorIds.SignInExpired, AadstsFixer.User, false, "The device code is wrong.", "Run Connect-OutlookMailbox and sign in again."),
        Row(70019, ErrorIds.SignInExpired, AadstsFixer.User, false, "The device code ran out.", "Run Connect-OutlookMailbox and sign in again."),
        Row(70043, ErrorIds.SignInRequired, AadstsFixer.Administrator, false, "The tenant's sign-in frequency policy ended the kept sign-in.", "Run Connect-OutlookMailbox and sign in again. For an unattended job use a certificate, a secret or a managed identity instead of a person's sign-in."),
        Row(70044, ErrorIds.SignInRequired, AadstsFixer.Administrator, false, "The tenant's sign-in frequency policy ended the kept sign-in.", "Run Connect-OutlookMailbox and sign in again. For an unattended job use a certificate, a secret or a managed identity instead of a person's sign-in."),
        Row(70046, ErrorIds.SignInRequired, AadstsFixer.Administrator, false, "The tenant's sign-in frequency policy ended the kept sign-in.", "Run Connect-OutlookMailbox and sign in again. For an unattended job use a certificate, a secret or a managed identity instead of a person's sign-in."),
        Row(90002, ErrorIds.SignInFailed, AadstsFixer.Caller, false, "There is no such tenant in this cloud.", "Check -Tenant and -Cloud."),
        Row(90006, ErrorIds.Throttled, AadstsFixer.Time, true, "Entra has a passing trouble of its own.", "Wait a minute and run the command again."),
        Row(90012, ErrorIds.Throttled, AadstsFixer.Time, true, "Entra has a passing trouble of its own.", "Wait a minute and run the command again."),
        Row(90013, ErrorIds.SignInFailed, AadstsFixer.Caller, false, "The request is malformed.", "Run it again with -Verbose and report it: this is a defect of the program that asked."),
        Row(90014, ErrorIds.SignInFailed, AadstsFixer.Caller, false, "The request is malformed.", "Run it again with -Verbose and report it: this is a defect of the program that asked."),
        Row(90023, ErrorIds.SignInFailed, AadstsFixer.Caller, false, "The request is malformed.", "Run it again with -Verbose and report it: this is a defect of the program that asked."),
        Row(90024, ErrorIds.Throttled, AadstsFixer.Time, true, "Entra has a passing trouble of its own.", "Wait a minute and run the command again."),
        Row(90033, ErrorIds.Throttled, AadstsFixer.Time, true, "Entra has a passing trouble of its own.", "Wait a minute and run the command again."),
        Row(90055, ErrorIds.Throttled, AadstsFixer.Time, true, "The tenant sends too many requests.", "Wait some minutes."),
        Row(90072, ErrorIds.SignInFailed, AadstsFixer.User, false, "The account is not in this tenant.", "Sign in with an account of the tenant, or have this one invited."),
        Row(90094, ErrorIds.ConsentMissing, AadstsFixer.Administrator, false, "Only an administrator may consent to what the app asks for.", "Send an administrator the link of Get-OutlookAdminConsentUrl."),
        Row(90095, ErrorIds.ConsentMissing, AadstsFixer.Administrator, false, "An administrator's consent was asked for and is not given yet.", "Wait for the administrator, or send the link of Get-OutlookAdminConsentUrl."),
        Row(90119, ErrorIds.SignInExpired, AadstsFixer.User, false, "No device code was entered.", "Run Connect-OutlookMailbox and sign in again."),
        Row(90120, ErrorIds.SignInExpired, AadstsFixer.User, false, "The device code was already used or declined.", "Run Connect-OutlookMailbox and sign in again."),
        Row(90124, ErrorIds.SignInFailed, AadstsFixer.Caller, false, "This flow does not work at common.", "Give -Tenant with the tenant's id or domain."),
        Row(90130, ErrorIds.SignInFailed, AadstsFixer.Caller, false, "This flow does not work at common.", "Give -Tenant with the tenant's id or domain."),
        Row(90133, ErrorIds.SignInFailed, AadstsFixer.Caller, false, "A device code does not work at this authority.", "Give -Tenant organizations or the tenant's id."),
        Row(500011, ErrorIds.SignInFailed, AadstsFixer.Caller, false, "The resource asked for has no principal in this tenant.", "Check the scopes and -Cloud. A tenant without Exchange Online has no mail resource."),
        Row(500113, ErrorIds.SignInFailed, AadstsFixer.AppOwner, false, "The app has no redirect address at all.", "Add http://localhost under Authentication, Mobile and desktop applications."),
        Row(500200, ErrorIds.SignInFailed, AadstsFixer.AppOwner, false, "This kind of account may not use the app.", "Change the app's supported account types, or sign in with an account of the right kind."),
        Row(500202, ErrorIds.SignInFailed, AadstsFixer.AppOwner, false, "This kind of account may not use the app.", "Change the app's supported account types, or sign in with an account of the right kind."),
        Row(500207, ErrorIds.SignInFailed, AadstsFixer.AppOwner, false, "This kind of account may not use the app.", "Change the app's supported account types, or sign in with an account of the right kind."),
        Row(500208, ErrorIds.SignInFailed, AadstsFixer.AppOwner, false, "This kind of account may not use the app.", "Change the app's supported account types, or sign in with an account of the right kind."),
        Row(530003, ErrorIds.DeviceCodeBlocked, AadstsFixer.Administrator, false, "Conditional Access wants a managed device, which a device code cannot prove.", "Use Connect-OutlookMailbox -Interactive on a managed device."),
        Row(530032, ErrorIds.SignInFailed, AadstsFixer.Administrator, false, "A security policy of the tenant blocks the sign-in.", "An administrator finds the policy in the sign-in logs by the correlation id."),
        Row(530033, ErrorIds.DeviceCodeBlocked, AadstsFixer.Administrator, false, "A device-based policy blocks sign-in by device code.", "Use Connect-OutlookMailbox -Interactive on a managed device."),
        Row(530035, ErrorIds.SignInFailed, AadstsFixer.Administrator, false, "The tenant's security defaults block the sign-in.", "Use Connect-OutlookMailbox -Interactive; otherwise an administrator replaces security defaults by Conditional Access policies."),
        Row(650052, ErrorIds.SignInFailed, AadstsFixer.Administrator, false, "The organisation lacks the service that the app asks for.", "An administrator's consent creates its principal, once the tenant has the licence (Exchange Online for mail)."),
        Row(650056, ErrorIds.SignInFailed, AadstsFixer.AppOwner, false, "The registration is misconfigured: no permission on the resource, or no consent by an administrator.", "Compare API permissions with Get-OutlookSetupGuide."),
        Row(650057, ErrorIds.SignInFailed, AadstsFixer.AppOwner, false, "The resource is not among those of the registration.", "Add its permissions under API permissions: Set-OutlookApp does it."),
        Row(700003, ErrorIds.SignInFailed, AadstsFixer.Administrator, false, "The device is not registered any more.", "Register the device again."),
        Row(700016, ErrorIds.SignInFailed, AadstsFixer.Caller, true, "The tenant does not know this app.", "Check -ClientId and -Tenant: the client id is the Application ID and not the Object ID. A new app needs up to a minute."),
        Row(700022, ErrorIds.SignInFailed, AadstsFixer.Caller, false, "The request named several resources.", "Ask for one resource at a time."),
        Row(700023, ErrorIds.SignInFailed, AadstsFixer.AppOwner, false, "The assertion is meant for another audience.", "Check -Tenant and -Cloud; for federation, the audience of the outside token (api://AzureADTokenExchange)."),
        Row(700024, ErrorIds.SignInFailed, AadstsFixer.Caller, false, "The assertion is not within its time.", "Set this machine's clock."),
        Row(700025, ErrorIds.SignInFailed, AadstsFixer.Caller, false, "The app is a public client, and a secret was sent.", "Leave the secret out, or switch Allow public client flows off."),
        Row(700027, ErrorIds.SignInFailed, AadstsFixer.AppOwner, false, "The assertion's signature does not fit any certificate of the app.", "Upload this certificate under Certificates & secrets: Set-OutlookAppCredential names its thumbprint."),
        Row(700082, ErrorIds.SignInRequired, AadstsFixer.User, false, "The kept sign-in expired because it was not used for long.", "Run Connect-OutlookMailbox and sign in again."),
        Row(700211, ErrorIds.SignInFailed, AadstsFixer.AppOwner, false, "The app trusts no outside provider of this issuer.", "Add a federated credential with exactly the issuer of the token (Register-OutlookApp -FederationIssuer), letter by letter."),
        Row(700212, ErrorIds.SignInFailed, AadstsFixer.AppOwner, false, "The outside token is for another audience.", "Ask the provider for the audience api://AzureADTokenExchange."),
        Row(700213, ErrorIds.SignInFailed, AadstsFixer.AppOwner, false, "No federated credential of the app fits the outside token's subject.", "Compare the federated credential's subject with the token's, letter by letter."),
        Row(900023, ErrorIds.SignInFailed, AadstsFixer.Caller, false, "The tenant is neither an id nor a domain.", "Check -Tenant."),
        Row(900144, ErrorIds.SignInFailed, AadstsFixer.Caller, false, "The request is malformed.", "Run it again with -Verbose and report it: this is a defect of the program that asked."),
        Row(1002012, ErrorIds.SignInFailed, AadstsFixer.Caller, false, "An app without a person may only ask for /.default.", "Leave -Scope out; what the app may do is what was consented to it."),
        Row(7000215, ErrorIds.SignInFailed, AadstsFixer.AppOwner, true, "The client secret is wrong.", "Send the secret's Value, and not its Secret ID. A new secret needs some seconds."),
        Row(7000216, ErrorIds.SignInFailed, AadstsFixer.Caller, false, "This flow needs a secret or a certificate.", "Give -ClientSecret or -Certificate."),
        Row(7000218, ErrorIds.SignInFailed, AadstsFixer.AppOwner, false, "The app is not a public client, and nothing proved who it is.", "Switch Allow public client flows on under Authentication (Set-OutlookApp does it), or give -ClientSecret or -Certificate."),
        Row(7000222, ErrorIds.SignInFailed, AadstsFixer.AppOwner, false, "The client secret has expired.", "Make a new one with Update-OutlookAppSecret."),
        Row(7000229, ErrorIds.SignInFailed, AadstsFixer.AppOwner, false, "The tenant has no service principal of the app.", "Set-OutlookApp -ClientId makes it again; consents have to be given anew."),
        Row(9001023, ErrorIds.SignInFailed, AadstsFixer.Caller, false, "This flow does not work at common or consumers.", "Give -Tenant with the tenant's id or domain."),
        Row(9002313, ErrorIds.SignInFailed, AadstsFixer.Caller, false, "The request is malformed.", "Run it again with -Verbose and report it: this is a defect of the program that asked."),
        Row(9002331, ErrorIds.SignInFailed, AadstsFixer.Caller, false, "The app is for personal accounts only.", "Give -Tenant consumers."),
        Row(9002332, ErrorIds.SignInFailed, AadstsFixer.Caller, false, "The app is for work accounts only.", "Give -Tenant organizations or the tenant's id."),
        Row(9002346, ErrorIds.SignInFailed, AadstsFixer.Caller, false, "The app is for work accounts only.", "Give -Tenant organizations or the tenant's id."),
    }.ToDictionary(row => row.Code);

    /// <summary>All rows, by number.</summary>
    public static IReadOnlyList<AadstsRow> All { get; } = Rows.Values.OrderBy(row => row.Code).ToArray();

    /// <returns>Null for a number without a row.</returns>
    public static AadstsRow? Find(int code) => Rows.TryGetValue(code, out var row) ? row : null;

    private static AadstsRow Row(int code, string errorId, AadstsFixer fixer, bool retryable, string cause, string fix) =>
        new(code, errorId, fixer, retryable, cause, fix);
}
