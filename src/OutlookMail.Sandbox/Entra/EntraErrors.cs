using System.Collections.Frozen;
using System.Collections.Generic;
using System.Linq;

namespace OutlookMail.Sandbox.Entra;

/// <summary>
/// The AADSTS numbers that a mail runbook meets, with the OAuth error they travel with. Sources: Microsoft's
/// reference-error-codes.md, f-bader/EntraID-ErrorCodes and captured bodies; where several errors were seen for one
/// number, the commonest is here.
/// </summary>
internal static class EntraErrors
{
    /// <summary>One row: OAuth <c>error</c>, <c>suberror</c> when there is one, and Entra's sentence.</summary>
    internal sealed record Entry(int Code, string Error, string Text, string? Suberror = null)
    {
        // Microsoft answers 401 with invalid_client and 400 with everything else but its own failures.
        public int Status => Error switch
        {
            "invalid_client" => 401,
            "temporarily_unavailable" or "server_error" => 503,
            _ => 400,
        };
    }

    private static readonly FrozenDictionary<int, Entry> Table = new Entry[]
    {
        new(28000, "invalid_request", "Provided value for the input parameter scope is not valid because it contains more than one resource."),
        new(50011, "invalid_request", "The redirect URI specified in the request does not match the redirect URIs configured for the application."),
        new(500113, "invalid_request", "No reply address is registered for the application."),
        new(50020, "invalid_grant", "User account from identity provider does not exist in tenant and cannot access the application in that tenant."),
        new(50033, "temporarily_unavailable", "A transient error has occurred. Please try again."),
        new(50034, "invalid_grant", "The user account does not exist in the directory. To sign into this application, the account must be added to the directory."),
        new(50049, "invalid_instance", "Unknown or invalid instance."),
        new(50053, "invalid_grant", "The account is locked, you've tried to sign in too many times with an incorrect user ID or password."),
        new(50055, "invalid_grant", "The password is expired.", "user_password_expired"),
        new(50057, "invalid_grant", "The user account is disabled."),
        new(50058, "login_required", "A silent sign-in request was sent but no user is signed in."),
        new(50059, "invalid_request", "No tenant-identifying information found in either the request or implied by any provided credentials."),
        new(50072, "interaction_required", "Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication to access the resource.", "basic_action"),
        new(50074, "interaction_required", "Strong Authentication is required.", "basic_action"),
        new(50076, "interaction_required", "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access the resource.", "basic_action"),
        new(50079, "interaction_required", "Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication.", "basic_action"),
        new(50097, "interaction_required", "Device authentication is required."),
        new(50105, "invalid_grant", "Your administrator has configured the application to block users unless they are specifically granted ('assigned') access to the application."),
        new(50126, "invalid_grant", "Error validating credentials due to invalid username or password."),
        new(50133, "invalid_grant", "Session is invalid due to expiration or recent password change."),
        new(50158, "interaction_required", "External security challenge was not satisfied.", "additional_action"),
        new(50173, "invalid_grant", "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password."),
        new(50194, "invalid_request", "Application is not configured as a multi-tenant application. Usage of the /common endpoint is not supported for such apps created after '10/15/2018'. Use a tenant-specific endpoint or configure the application to be multi-tenant."),
        new(50196, "invalid_grant", "The server terminated an operation because it encountered a client request loop. Please contact your app vendor."),
        new(50199, "interaction_required", "For security reasons, user confirmation is required for this request. Please repeat the request allowing user interaction."),
        new(500011, "invalid_resource", "The resource principal was not found in the tenant. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant."),
        new(500200, "invalid_request", "User account is a personal Microsoft account. Personal Microsoft accounts are not supported for this application unless explicitly invited to an organization."),
        new(500202, "invalid_request", "User account from external identity provider is not supported for this application."),
        new(500207, "invalid_request", "The account type can't be used for the resource you're trying to access."),
        new(500208, "invalid_request", "The domain is not a valid login domain for the account type."),
        new(500112, "invalid_grant", "The reply address does not match the reply address provided when requesting Authorization code."),
        new(501481, "invalid_grant", "The Code_Verifier does not match the code_challenge supplied in the authorization request."),
        new(53000, "interaction_required", "Your device is required to be compliant to access this resource.", "message_only"),
        new(53001, "interaction_required", "Your device is required to be domain joined to access this resource.", "message_only"),
        new(53003, "invalid_grant", "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.", "message_only"),
        new(530003, "interaction_required", "Your device is required to be managed to access this resource."),
        new(530032, "access_denied", "User blocked due to a security policy configured by your administrator."),
        new(530033, "access_denied", "Access has been blocked due to conditional access policies. The access policy does not allow remote device flow."),
        new(530035, "access_denied", "Access has been blocked by security defaults."),
        new(54005, "invalid_grant", "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token."),
        new(65001, "invalid_grant", "The user or administrator has not consented to use the application. Send an interactive authorization request for this user and resource.", "consent_required"),
        new(65002, "invalid_grant", "Consent between first party application and first party resource must be configured via preauthorization."),
        new(65004, "access_denied", "User declined to consent to access the app."),
        new(65005, "invalid_resource", "The app has required resource access configured incorrectly."),
        new(650052, "invalid_grant", "The app needs access to a service that your organization has not subscribed to or enabled. Contact your IT Admin to review the configuration of your service subscriptions."),
        new(650056, "invalid_client", "Misconfigured application. The client has not listed any permissions in the requested permissions in the client's application registration."),
        new(650057, "invalid_resource", "Invalid resource. The client has requested access to a resource which is not listed in the requested permissions in the client's application registration."),
        new(70000, "invalid_grant", "Provided grant is invalid or malformed."),
        new(70001, "unauthorized_client", "The application is disabled."),
        new(70002, "invalid_client", "The client does not exist or is not enabled for consumers. If you are the application developer, configure a new application through the App Registrations."),
        new(70003, "unsupported_grant_type", "The app requested an unsupported grant type."),
        new(70008, "invalid_grant", "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource."),
        new(700003, "invalid_grant", "Device object was not found in the tenant directory."),
        new(70011, "invalid_scope", "The provided value for the input parameter 'scope' is not valid."),
        new(70012, "server_error", "A server error occurred while authenticating an MSA (consumer) user."),
        new(70016, "authorization_pending", "OAuth 2.0 device flow error. Authorization is pending. Continue polling."),
        new(70018, "bad_verification_code", "Invalid verification code. User typed in a wrong user code for device code flow. Authorization is not approved."),
        new(70019, "expired_token", "Verification code expired. Have the user retry the sign-in."),
        new(70043, "invalid_grant", "The refresh token has expired or is invalid due to sign-in frequency checks by conditional access.", "basic_action"),
        new(70044, "invalid_grant", "The session has expired or is invalid due to sign-in frequency checks by conditional access.", "basic_action"),
        new(70046, "invalid_grant", "The session has expired or is invalid due to re-authentication checks by conditional access.", "basic_action"),
        new(700016, "unauthorized_client", "Application was not found in the directory. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant."),
        new(700021, "invalid_client", "Client assertion application identifier doesn't match 'client_id' parameter."),
        new(700022, "invalid_request", "Provided value for the input parameter scope is not valid because it contains more than one resource."),
        new(700023, "invalid_client", "Client assertion audience claim does not match Realm issuer."),
        new(700024, "invalid_client", "Client assertion is not within its valid time range."),
        new(700025, "invalid_client", "Client is public so neither 'client_assertion' nor 'client_secret' should be presented."),
        new(700027, "invalid_client", "The certificate with identifier used to sign the client assertion is not registered on application."),
        new(700211, "invalid_client", "No matching federated identity record found for presented assertion issuer."),
        new(700212, "invalid_client", "No matching federated identity record found for presented assertion audience."),
        new(700213, "invalid_client", "No matching federated identity record found for presented assertion subject."),
        new(700054, "unsupported_response_type", "The response_type is not enabled for the application."),
        new(700082, "invalid_grant", "The refresh token has expired due to inactivity."),
        new(7000215, "invalid_client", "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app."),
        new(7000216, "invalid_client", "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type."),
        new(7000218, "invalid_client", "The request body must contain the following parameter: 'client_assertion' or 'client_secret'."),
        new(7000222, "invalid_client", "The provided client secret keys are expired. Visit the Azure portal to create new keys for your app, or consider using certificate credentials for added security."),
        new(7000229, "unauthorized_client", "The client application is missing service principal in the tenant."),
        new(90002, "invalid_tenant", "Tenant not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud."),
        new(90006, "temporarily_unavailable", "External error. The service is temporarily unavailable. Please retry later."),
        new(90012, "temporarily_unavailable", "The request has timed out. Please retry."),
        new(90013, "invalid_request", "Invalid input received from the user."),
        new(90014, "invalid_request", "The required field is missing from the credential. Ensure that you have all the necessary parameters for the login request."),
        new(90023, "invalid_request", "The authentication service request isn't valid."),
        new(90024, "temporarily_unavailable", "The request budget was exceeded. A transient error has occurred."),
        new(90033, "temporarily_unavailable", "A transient error has occurred. Please try again."),
        new(90055, "temporarily_unavailable", "The tenant is throttled due to too many requests."),
        new(90072, "interaction_required", "User account from external identity provider does not exist in tenant and cannot access the application. The account needs to be added as an external user in the tenant first."),
        new(90094, "consent_required", "Admin consent is required for the permissions requested by this application."),
        new(90095, "consent_required", "Admin consent is required for the permissions requested by this application. An admin consent request may be sent to the admin."),
        new(90119, "invalid_request", "The user code is null or empty."),
        new(90120, "invalid_request", "The request has been already authorized or declined."),
        new(90124, "invalid_request", "The resource is not supported over the /common or /consumers endpoints. Use the /organizations or tenant-specific endpoint instead."),
        new(90130, "invalid_request", "Application is not supported over the /common or /consumers endpoints. Use the /organizations or tenant-specific endpoint instead."),
        new(90133, "invalid_request", "Device Code flow is not supported under /common or /consumers endpoint."),
        new(900023, "invalid_request", "Specified tenant identifier is neither a valid DNS name, nor a valid external domain."),
        new(900144, "invalid_request", "The request body must contain the required parameter."),
        new(900561, "invalid_request", "The endpoint only accepts POST requests. Received a GET request."),
        new(9001023, "invalid_request", "The grant type is not supported over the /common or /consumers endpoints. Please use the /organizations or tenant-specific endpoint."),
        new(9002313, "invalid_request", "Invalid request. Request is malformed or invalid."),
        new(9002331, "invalid_request", "Application is configured for use by Microsoft Account users only. Please use the /consumers endpoint to serve this request."),
        new(9002332, "invalid_request", "Application is configured for use by Azure Active Directory users only. Please do not use the /consumers endpoint to serve this request."),
        new(9002346, "invalid_request", "Application is configured for use by Azure Active Directory users only. Please do not use the /consumers endpoint to serve this request."),
        new(1002012, "invalid_scope", "The provided value for scope is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI)."),
    }.ToFrozenDictionary(e => e.Code);

    public static IEnumerable<Entry> All => Table.Values.OrderBy(e => e.Code);

    /// <exception cref="KeyNotFoundException">The table has no such number.</exception>
    public static Entry Find(int code) => Table[code];

    public static bool Knows(int code) => Table.ContainsKey(code);
}
