using System;

namespace OutlookMail.Model;

/// <summary>One stage of the way to one service.</summary>
public sealed class OutlookConnectionResult
{
    public OutlookConnectionResult(OutlookConnectionService service, string stage, string server)
    {
        Service = service;
        Stage = stage;
        Server = server;
    }

    public OutlookConnectionService Service { get; }

    /// <summary>Proxy, DNS, TCP, TLS, Capability, Clock, Auth or Mailbox.</summary>
    public string Stage { get; }

    /// <summary>Host and port.</summary>
    public string Server { get; }

    public OutlookPermissionStatus Status { get; set; }

    /// <summary>How long the stage took; zero when it was not tried.</summary>
    public TimeSpan Duration { get; set; }

    /// <summary>What was seen: addresses, the TLS version, what the server offers, who was signed in.</summary>
    public string Evidence { get; set; } = "";

    /// <summary>Why it is not Passed; empty when it is.</summary>
    public string Cause { get; set; } = "";

    public OutlookFixer? WhoCanFix { get; set; }

    /// <summary>What to do next; empty when there is nothing to do.</summary>
    public string Fix { get; set; } = "";

    public override string ToString() => $"{Service} {Stage}: {Status}";
}
