using System;
using System.Collections.Generic;

namespace OutlookMail.Client;

/// <summary>Which folders, and what about them.</summary>
public sealed class FolderQuery
{
    /// <summary>Names, well-known names or patterns; none means every folder.</summary>
    public IReadOnlyList<string> Names { get; set; } = Array.Empty<string>();

    /// <summary>Those below the named ones too.</summary>
    public bool Recurse { get; set; }

    /// <summary>Counts cost a STATUS for each folder where the server has no LIST-STATUS (Exchange).</summary>
    public bool WithCounts { get; set; } = true;

    /// <summary>Sizes cost the reading of every message's size where the server has no STATUS=SIZE (Exchange).</summary>
    public bool WithSize { get; set; }
}
