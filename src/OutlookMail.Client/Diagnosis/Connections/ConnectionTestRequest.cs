using System;
using System.Collections.Generic;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>What Test-OutlookConnection is to try.</summary>
public sealed class ConnectionTestRequest
{
    /// <summary>A person waits, and a good server answers each stage within two or three seconds.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Null for all.</summary>
    public IReadOnlyList<OutlookConnectionService>? Services { get; set; }

    /// <summary>For each stage.</summary>
    public TimeSpan Timeout { get; set; } = DefaultTimeout;
}
