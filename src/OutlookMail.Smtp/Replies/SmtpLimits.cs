using System;
using System.Collections.Generic;
using System.Globalization;

namespace OutlookMail.Smtp;

/// <summary>The LIMITS extension, RFC 9422 §3: what the server takes before it answers 4xx.</summary>
public sealed class SmtpLimits
{
    /// <summary>For a server that names no limit.</summary>
    public static readonly SmtpLimits None = new([]);

    /// <param name="parameters">Words of the EHLO line, each <c>NAME=value</c>; unknown ones are skipped.</param>
    public SmtpLimits(IReadOnlyList<string> parameters)
    {
        foreach (string parameter in parameters)
        {
            int equals = parameter.IndexOf('=');
            if (equals < 0
                || !int.TryParse(parameter.Substring(equals + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int value)
                || value == 0)
                continue;
            string name = parameter.Substring(0, equals);
            if (name.Equals("MAILMAX", StringComparison.OrdinalIgnoreCase))
                MaxTransactions = value;
            else if (name.Equals("RCPTMAX", StringComparison.OrdinalIgnoreCase))
                MaxRecipients = value;
            else if (name.Equals("RCPTDOMAINMAX", StringComparison.OrdinalIgnoreCase))
                MaxRecipientDomains = value;
        }
    }

    /// <summary>Mails in one connection (MAILMAX); null when not limited.</summary>
    public int? MaxTransactions { get; }

    /// <summary>Recipients of one mail (RCPTMAX); null when not limited.</summary>
    public int? MaxRecipients { get; }

    /// <summary>Different domains among the recipients of one mail (RCPTDOMAINMAX); null when not limited.</summary>
    public int? MaxRecipientDomains { get; }
}
