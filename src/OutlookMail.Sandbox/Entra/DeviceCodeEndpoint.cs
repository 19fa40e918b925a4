using System;
using System.Globalization;
using System.Text.Json.Nodes;
using OutlookMail.Sandbox.Http;

namespace OutlookMail.Sandbox.Entra;

/// <summary>POST /{tenant}/oauth2/v2.0/devicecode (RFC 8628 §3.1).</summary>
internal sealed class DeviceCodeEndpoint
{
    private const int EntraInterval = 5;

    private readonly EntraService entra;

    public DeviceCodeEndpoint(EntraService entra) => this.entra = entra;

    public JsonObject Start(WebRequest request, TenantSegment tenant)
    {
        AppRegistration app = new ClientAuthentication(entra).Identify(request.Form, tenant);

        entra.TakeSignInError(SandboxEntraEndpoint.DeviceCode);

        // Two resources are taken here and refused at the poll, as Entra does it (MicrosoftDocs/azure-docs #42565).
        ScopeRequest scope = ScopeRequest.Parse(request.Form["scope"], entra.Catalogue);
        var code = new DeviceCode
        {
            UserCode = DeviceCodes.NewUserCode(),
            App = app,
            Tenant = tenant,
            Scope = scope,
            ExpiresOn = entra.Time.GetUtcNow() + entra.Options.DeviceCodeLifetime,
        };
        string deviceCode = entra.DeviceCodes.Add(code);
        Answer(code);

        string page = entra.WebPage + "/device";
        int interval = entra.Options.DeviceCodeInterval ?? (entra.Options.Approval == SandboxApproval.Page ? EntraInterval : 0);
        return new JsonObject
        {
            ["user_code"] = code.UserCode,
            ["device_code"] = deviceCode,
            ["verification_uri"] = page,
            ["expires_in"] = (int)entra.Options.DeviceCodeLifetime.TotalSeconds,
            ["interval"] = interval,
            ["message"] = string.Create(CultureInfo.InvariantCulture, $"To sign in, use a web browser to open the page {page} and enter the code {code.UserCode} to authenticate."),
        };
    }

    private void Answer(DeviceCode code)
    {
        switch (entra.Options.Approval)
        {
            case SandboxApproval.Auto:
                SandboxUser? user = entra.FirstWhoMay(code.Tenant, code.App);
                if (user is null)
                {
                    entra.Log($"SANDBOX has nobody who may sign in to {code.App} at /{code.Tenant.Text}; device code {code.UserCode} waits.");
                }
                else
                {
                    entra.Approve(code, user);
                }

                break;
            case SandboxApproval.Deny:
                entra.Decline(code);
                break;
            case SandboxApproval.Page:
                entra.Log($"SANDBOX waits for device code {code.UserCode} at {entra.WebPage}/device.");
                break;
            default:
                throw new InvalidOperationException($"Approval {entra.Options.Approval} is not known.");
        }
    }
}
