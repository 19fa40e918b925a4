using System.Web;
using OutlookMail.Sandbox.Entra;
using OutlookMail.Sandbox.Http;

namespace OutlookMail.Sandbox.Web;

/// <summary>/device: a person, or a script by one POST of user_code, user and action=approve|deny, answers a device code.</summary>
internal sealed class DevicePage
{
    private readonly EntraService entra;

    public DevicePage(EntraService entra) => this.entra = entra;

    public WebAnswer Handle(WebRequest request)
    {
        if (request.Method != "POST")
        {
            return WebAnswer.Html(Form(request.Query["user_code"] ?? "", null));
        }

        string userCode = request.Form["user_code"] ?? "";
        try
        {
            DeviceCode code = entra.DeviceCodes.FindByUserCode(userCode) ?? throw new EntraException(70018);
            if (request.Form["action"] == "deny")
            {
                entra.Decline(code);
                return WebAnswer.Html(Page("<h1>Declined</h1><p>You declined the sign-in. You can close this page.</p>"));
            }

            SandboxUser user = entra.Directory.FindUser(request.Form["user"] ?? "") ?? throw new EntraException(50034);
            entra.Approve(code, user);
            return WebAnswer.Html(Page($"<h1>Signed in</h1><p>You have signed in to {HttpUtility.HtmlEncode(code.App.DisplayName)} as {HttpUtility.HtmlEncode(user.Address)}. You can close this page.</p>"));
        }
        catch (EntraException e)
        {
            return WebAnswer.Html(Form(userCode, $"AADSTS{e.Code}: {e.Message}"), 400);
        }
    }

    private string Form(string userCode, string? problem)
    {
        string users = "";
        foreach (SandboxUser user in entra.Directory.Users)
        {
            string address = HttpUtility.HtmlEncode(user.Address);
            users += $"<option value=\"{address}\">{address}</option>";
        }

        return Page($"""
            <h1>Enter code</h1>
            {(problem is null ? "" : $"<p role=\"alert\">{HttpUtility.HtmlEncode(problem)}</p>")}
            <form method="post" action="/device">
            <p><label>Code <input name="user_code" value="{HttpUtility.HtmlEncode(userCode)}" autocomplete="off" required></label></p>
            <p><label>Sign in as <select name="user">{users}</select></label></p>
            <p><button name="action" value="approve">Sign in and accept</button> <button name="action" value="deny">Cancel</button></p>
            </form>
            """);
    }

    private static string Page(string body) =>
        $"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>SANDBOX sign-in</title></head><body><p><strong>SANDBOX</strong> - no real account is used here.</p><main>{body}</main></body></html>";
}
