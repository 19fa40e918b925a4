using System;

namespace OutlookMail.Store;

/// <summary>A mail that the server has, which the journal does not know yet.</summary>
internal sealed class LateReport
{
    public LateReport(LeasedMail mail, SendReport report, DateTimeOffset on)
    {
        Mail = mail;
        Report = report;
        On = on;
    }

    public LeasedMail Mail { get; }

    public SendReport Report { get; }

    public DateTimeOffset On { get; }
}
