using System.Globalization;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using OutlookMail.Sandbox.Entra;
using OutlookMail.Sandbox.Http;

namespace OutlookMail.Sandbox.Web;

/// <summary>/adminconsent, v1 and v2.</summary>
internal sealed class AdminConsentPage
{
    private readonly EntraService entra;

    public AdminConsentPage(EntraService entra) => this.entra = entra;

    public WebAnswer Handle(WebRequest request, string tenantText, bool isV2)
    {
        try
        {
            AdminConsent consent = AdminConsent.Read(entra, request, TenantSegment.Parse(tenantText, entra.Directory), isV2);
            if (request.Method == "POST")
            {
                return request.Form["action"] == "deny"
                    ? consent.Decline()
                    : consent.Accept(entra.Directory.FindUser(request.Form["user"] ?? "") ?? throw new EntraException(50034));
            }

            return entra.Options.Approval switch
            {
                SandboxApproval.Auto => consent.Accept(entra.Directory.Users.First(u => u.IsAdministrator)),
                SandboxApproval.Deny => consent.Decline(),
                _ => Form(request, consent),
            };
        }
        catch (EntraException e)
        {
            return AuthorizePage.ErrorPage(e);
        }
    }

    private WebAnswer Form(WebRequest request, AdminConsent consent)
    {
        var list = new StringBuilder();
        foreach ((ApiResource resource, ApiPermission permission) in consent.Scopes)
        {
            list.Append(CultureInfo.InvariantCulture, $"<li>{Html.Text(permission.Value)} at {Html.Text(resource.DisplayName)}, as the signed-in user</li>");
        }

        foreach ((ApiResource resource, ApiPermission permission) in consent.Roles)
        {
            list.Append(CultureInfo.InvariantCulture, $"<li>{Html.Text(permission.Value)} at {Html.Text(resource.DisplayName)}, without a user</li>");
        }

        IEnumerable<string> administrators = entra.Directory.Users.Where(u => u.IsAdministrator).Select(u => u.Address);
        return Html.Card("Consent", $"""
            <h1>Permissions requested: review for your organization</h1>
            <p><strong>{Html.Text(consent.App.DisplayName)}</strong> would like, for everybody in this tenant:</p>
            <ul class="permissions">{list}</ul>
            <form method="post" action="{Html.Text(request.RawUrl)}">
            <label for="user">Administrator</label>
            <select id="user" name="user">{Html.Options(administrators, null)}</select>
            <p class="buttons"><button name="action" value="deny">Cancel</button><button class="primary" name="action" value="approve">Accept</button></p>
            </form>
            """);
    }
}
