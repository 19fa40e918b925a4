namespace OutlookMail.Model;

/// <summary>What a receiving server found about the sender by one method (RFC 8601).</summary>
public sealed class OutlookAuthenticationResult
{
    public OutlookAuthenticationResult(string method, string result)
    {
        Method = method;
        Result = result;
    }

    /// <summary>spf, dkim, dmarc, arc, compauth …</summary>
    public string Method { get; }

    /// <summary>pass, fail, none …</summary>
    public string Result { get; }

    /// <summary>Who says so. Only the servers of one's own organisation are to be believed; others can be made up.</summary>
    public string? Server { get; set; }

    /// <summary>What it is about, as <c>header.d=contoso.com smtp.mailfrom=…</c>.</summary>
    public string Details { get; set; } = "";

    public override string ToString() => Method + "=" + Result;
}
