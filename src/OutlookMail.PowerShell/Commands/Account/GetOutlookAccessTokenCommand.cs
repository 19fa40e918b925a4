using System;
using System.Management.Automation;
using System.Net;
using System.Text;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Outputs the session's access token for another program, as a SecureString unless plain text is asked for by name.</summary>
[Cmdlet(VerbsCommon.Get, "OutlookAccessToken", DefaultParameterSetName = ObjectSet)]
[OutputType(typeof(OutlookAccessToken), typeof(string))]
public sealed class GetOutlookAccessTokenCommand : OutlookSessionCmdlet
{
    private const string ObjectSet = "Object";
    private const string PlainTextSet = "PlainText";
    private const string XOAuth2Set = "XOAuth2";

    [Parameter]
    public OutlookTokenResource Resource { get; set; } = OutlookTokenResource.Mail;

    [Parameter(Mandatory = true, ParameterSetName = PlainTextSet)]
    public SwitchParameter AsPlainText { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = XOAuth2Set)]
    public SwitchParameter AsXOAuth2 { get; set; }

    [Parameter(ParameterSetName = XOAuth2Set)]
    [ValidateNotNullOrEmpty]
    [ValidatePattern("^[^\\x00-\\x20]+$")]
    public string? User { get; set; }

    protected override void ProcessRecord()
    {
        bool plain = AsPlainText;
        bool xoauth2 = AsXOAuth2;
        RunInSession(async (session, output, token) =>
        {
            OutlookAccessToken answer = await OutlookClient.Shared.GetAccessTokenAsync(session, Resource, token).ConfigureAwait(false);
            if (!plain && !xoauth2)
            {
                await output.WriteAsync(answer).ConfigureAwait(false);
                return;
            }

            string text = new NetworkCredential("", answer.Token).Password;
            await output.WriteAsync(plain ? text : XOAuth2(User ?? answer.User, text)).ConfigureAwait(false);
        });
    }

    private static string XOAuth2(string user, string token) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"user={user}\u0001auth=Bearer {token}\u0001\u0001"));
}
