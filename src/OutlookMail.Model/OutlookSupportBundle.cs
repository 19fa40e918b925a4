using System;

namespace OutlookMail.Model;

/// <summary>A support bundle on the disk.</summary>
public sealed class OutlookSupportBundle
{
    public OutlookSupportBundle(string path) => Path = path;

    public string Path { get; }

    /// <summary>Octets.</summary>
    public long Length { get; set; }

    /// <summary>The names of the files in it.</summary>
    public string[] Files { get; set; } = Array.Empty<string>();

    public override string ToString() => Path;
}
