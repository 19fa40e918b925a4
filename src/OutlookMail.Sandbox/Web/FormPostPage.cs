using System.Globalization;
using System.Collections.Generic;
using System.Text;

namespace OutlookMail.Sandbox.Web;

/// <summary>response_mode=form_post (OAuth 2.0 Form Post Response Mode): a form that submits itself, or by its button without script.</summary>
internal static class FormPostPage
{
    public static string Render(string redirectUri, IEnumerable<KeyValuePair<string, string>> values)
    {
        var fields = new StringBuilder();
        foreach (KeyValuePair<string, string> value in values)
        {
            fields.Append(CultureInfo.InvariantCulture, $"<input type=\"hidden\" name=\"{Html.Text(value.Key)}\" value=\"{Html.Text(value.Value)}\">");
        }

        return Encoding.UTF8.GetString(Html.Card("Working", $"""
            <h1>Going back to the app</h1>
            <form method="post" action="{Html.Text(redirectUri)}" data-submit>{fields}<p class="buttons"><button class="primary">Continue</button></p></form>
            """).Body);
    }
}
