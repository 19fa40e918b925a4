using System.Linq;
using OutlookMail.Sandbox.Entra;
using OutlookMail.Sandbox.Http;

namespace OutlookMail.Sandbox.Web;

/// <summary>
/// /device: enter the code, see what the app asks for, choose an account, accept or cancel. A script may do it all by one
/// POST of user_code, user and action=approve|deny.
/// </summary>
internal sealed class DevicePage
{
    private readonly EntraService entra;

    public DevicePage(EntraService entra) => this.entra = entra;

    public WebAnswer Handle(WebRequest request)
    {
        string userCode = (request.Method == "POST" ? request.Form : request.Query)["user_code"] ?? "";
        if (userCode.Length == 0)
        {
            return EnterCode("", request.Method == "POST" ? "Enter the code that your app shows." : null);
        }

        DeviceCode? code = entra.DeviceCodes.FindByUserCode(userCode);
        if (code is null || code.State != DeviceCodeState.Pending)
        {
            return EnterCode(userCode, code is null
                ? "AADSTS70018: That code didn't work. Check the code and try again."
                : "AADSTS90120: " + EntraErrors.Find(90120).Text);
        }

        try
        {
            return request.Method == "POST" && request.Form["action"] is string action ? Answer(code, action, request.Form["user"] ?? "") : Ask(code, null);
        }
        catch (EntraException e)
        {
            return Ask(code, $"AADSTS{e.Code}: {e.Message}");
        }
    }

    private WebAnswer Answer(DeviceCode code, string action, string address)
    {
        if (action == "deny")
        {
            entra.Decline(code);
            return Html.Card("Cancelled", "<h1>Sign-in cancelled</h1><p>The app was told that you declined. You can close this window.</p>");
        }

        SandboxUser user = entra.Directory.FindUser(address) ?? throw new EntraException(50034);
        entra.Approve(code, user);
        return Html.Card("Signed in", $"<h1>{Html.Text(code.App.DisplayName)}</h1><p role=\"status\">You have signed in as <strong>{Html.Text(user.Address)}</strong>. You can close this window and go back to the app.</p>");
    }

    private static WebAnswer EnterCode(string userCode, string? problem) => Html.Card("Enter code", $"""
        <h1>Enter code to allow access</h1>
        {Html.Alert(problem)}
        <form method="get" action="/device">
        <label for="code">Code</label>
        <input class="code" id="code" name="user_code" value="{Html.Text(userCode)}" autocomplete="off" autocapitalize="characters" spellcheck="false" required autofocus>
        <p class="soft">The app that you sign in to shows it.</p>
        <p class="buttons"><button class="primary">Next</button></p>
        </form>
        """, problem is null ? 200 : 400);

    private WebAnswer Ask(DeviceCode code, string? problem) => Html.Card("Sign in", $"""
        <h1>Are you trying to sign in to {Html.Text(code.App.DisplayName)}?</h1>
        {Html.Alert(problem)}
        <p class="soft">Only continue if you started this yourself and the code <code>{Html.Text(code.UserCode)}</code> is the one you see.</p>
        <p>It would like to:</p>
        {AuthorizePage.Permissions(code.Scope)}
        <form method="post" action="/device">
        <input type="hidden" name="user_code" value="{Html.Text(code.UserCode)}">
        <label for="user">Account</label>
        <select id="user" name="user">{Html.Options(entra.Directory.Users.Select(u => u.Address), null)}</select>
        <p class="buttons"><button name="action" value="deny">Cancel</button><button class="primary" name="action" value="approve">Accept</button></p>
        </form>
        """, problem is null ? 200 : 400);
}
