using System;
using System.Collections.Generic;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>What goes into a support bundle, and where it is written.</summary>
public sealed class SupportBundleRequest
{
    public SupportBundleRequest(string path) => Path = path;

    /// <summary>The .zip file.</summary>
    public string Path { get; }

    public bool Overwrite { get; set; }

    /// <summary>What the front end knows of itself: its version, its host's.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Facts { get; set; } = Array.Empty<KeyValuePair<string, string>>();

    /// <summary>Errors of the catalogue, the newest first.</summary>
    public IReadOnlyList<OutlookMailException> Errors { get; set; } = Array.Empty<OutlookMailException>();

    /// <summary>A protocol trace; null for the one that OUTLOOKMAIL_TRACE names, if it is there.</summary>
    public string? TracePath { get; set; }

    /// <summary>Leaves out the way to the servers, which takes seconds.</summary>
    public bool NoConnectionTest { get; set; }
}
