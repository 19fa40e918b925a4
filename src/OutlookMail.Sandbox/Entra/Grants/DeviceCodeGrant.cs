using System.Collections.Specialized;
using System.Text.Json.Nodes;
using OutlookMail.Model;

namespace OutlookMail.Sandbox.Entra.Grants;

/// <summary>A poll of the device flow (RFC 8628 §3.4, Microsoft's v2-oauth2-device-code.md).</summary>
internal sealed class DeviceCodeGrant
{
    private readonly EntraService entra;

    public DeviceCodeGrant(EntraService entra) => this.entra = entra;

    public JsonObject Redeem(AppRegistration app, string tokenEndpoint, NameValueCollection form)
    {
        // The device flow is the public client's; an app that isn't one gets its code and then this.
        string credential = new ClientAuthentication(entra).Authenticate(app, form, app.IsFallbackPublicClient == true, tokenEndpoint);
        string deviceCode = form["device_code"] ?? throw new EntraException(900144, "The request body must contain the following parameter: 'device_code'.");
        DeviceCode code = entra.DeviceCodes.FindByDeviceCode(deviceCode) is DeviceCode found && found.App == app
            ? found
            : throw new EntraException(70018);
        if (entra.Faults.Take(OutlookSandboxFault.SlowDown))
        {
            // RFC 8628 §3.5; never seen from Entra, and yet a client has to take it.
            throw new EntraException(70016, "The client polls too fast.", "slow_down");
        }

        if (code.State == DeviceCodeState.Declined)
        {
            // The OAuth name is documented; no capture shows its number, so it takes that of a declined consent.
            throw new EntraException(65004, "User declined to sign in or to consent.", "authorization_declined");
        }

        if (code.State == DeviceCodeState.Redeemed)
        {
            throw new EntraException(70000, "The provided value for the 'device_code' parameter is not valid: the code was already redeemed.");
        }

        if (entra.Time.GetUtcNow() >= code.ExpiresOn)
        {
            throw new EntraException(70019);
        }

        if (code.State == DeviceCodeState.Pending)
        {
            throw new EntraException(70016);
        }

        var signIn = new TokenIssuance.SignIn(code.User!, app, entra.Time.GetUtcNow(), ByDeviceCode: true, credential, Nonce: null, code.HasMfa);
        JsonObject answer = new TokenIssuance(entra).Issue(signIn, code.Scope, form["client_info"] == "1");
        return entra.DeviceCodes.TryMove(code, DeviceCodeState.Approved, DeviceCodeState.Redeemed) ? answer : throw new EntraException(70000);
    }
}
