using System;
using System.IO;

namespace OutlookMail.Tests.Identity;

internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("outlookmail-identity-");

    /// <summary>A folder that does not exist yet.</summary>
    public string Store => Path.Combine(root.FullName, "store");

    public string File(string name) => Path.Combine(Store, name);

    public void Dispose() => root.Delete(recursive: true);
}
