using System.Globalization;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using OutlookMail.Sandbox.Entra;
using OutlookMail.Sandbox.Http;

namespace OutlookMail.Sandbox.Web;

/// <summary>/authorize as the browser sees it: choose an account, look at what the app asks for, accept or cancel.</summary>
internal sealed class AuthorizePage
{
    private readonly EntraService entra;

    public AuthorizePage(EntraService entra) => this.entra = entra;

    public WebAnswer Handle(WebRequest request, string tenantText)
    {
        AuthorizationRequest authorization;
        try
        {
            authorization = AuthorizationRequest.Read(entra, request, TenantSegment.Parse(tenantText, entra.Directory));
        }
        catch (EntraException e)
        {
            return ErrorPage(e);
        }

        try
        {
            authorization.Validate();
            return request.Method == "POST" ? Answer(request, authorization) : Ask(request, authorization);
        }
        catch (EntraException e)
        {
            return authorization.Refuse(e);
        }
    }

    public static WebAnswer ErrorPage(EntraException e) => Html.Card("Sign in", $"""
        <h1>Sorry, but we're having trouble signing you in.</h1>
        {Html.Alert($"AADSTS{e.Code}: {e.Message}")}
        """, e.Entry.Status);

    private WebAnswer Ask(WebRequest request, AuthorizationRequest authorization)
    {
        SandboxUser? hinted = authorization.LoginHint is string hint ? entra.Directory.FindUser(hint) : null;
        if (authorization.Prompt == "none")
        {
            // No session is kept here: a hint that names a person who has consented stands for one.
            return hinted is null ? throw new EntraException(50058)
                : entra.MissingConsent(authorization.App, hinted, authorization.Scope).Count > 0 ? throw new EntraException(65001, null, "interaction_required")
                : authorization.Accept(hinted);
        }

        return entra.Options.Approval switch
        {
            SandboxApproval.Auto => authorization.Accept(hinted ?? entra.FirstWhoMay(authorization.Tenant, authorization.App) ?? throw new EntraException(50034)),
            SandboxApproval.Deny => throw new EntraException(65004),
            _ => Form(request, authorization, hinted, null),
        };
    }

    private WebAnswer Answer(WebRequest request, AuthorizationRequest authorization)
    {
        if (request.Form["action"] == "deny")
        {
            throw new EntraException(65004);
        }

        SandboxUser? user = entra.Directory.FindUser(request.Form["user"] ?? "");
        if (user is null)
        {
            return Form(request, authorization, null, "AADSTS50034: " + EntraErrors.Find(50034).Text);
        }

        try
        {
            return authorization.Accept(user);
        }
        catch (EntraException e)
        {
            return Form(request, authorization, user, $"AADSTS{e.Code}: {e.Message}");
        }
    }

    private WebAnswer Form(WebRequest request, AuthorizationRequest authorization, SandboxUser? user, string? problem) => Html.Card("Sign in", $"""
        <h1>Permissions requested</h1>
        {Html.Alert(problem)}
        <p><strong>{Html.Text(authorization.App.DisplayName)}</strong> would like to:</p>
        {Permissions(authorization.Scope)}
        <form method="post" action="{Html.Text(request.RawUrl)}">
        <label for="user">Account</label>
        <select id="user" name="user">{Html.Options(entra.Directory.Users.Select(u => u.Address), user?.Address)}</select>
        <p class="buttons"><button name="action" value="deny">Cancel</button><button class="primary" name="action" value="approve">Accept</button></p>
        </form>
        """, problem is null ? 200 : 400);

    public static string Permissions(ScopeRequest scope)
    {
        IEnumerable<string> lines = scope.Parts.Select(p => $"{p.Permission} at {p.Resource.DisplayName}").Concat(scope.OpenId.Select(s => s switch
        {
            "offline_access" => "offline_access: keep the access you have given it",
            "email" => "email: see your address",
            "profile" => "profile: see your name",
            _ => "openid: sign you in",
        }));
        var list = new StringBuilder("<ul class=\"permissions\">");
        foreach (string line in lines)
        {
            list.Append(CultureInfo.InvariantCulture, $"<li>{Html.Text(line)}</li>");
        }

        return list.Append("</ul>").ToString();
    }
}
