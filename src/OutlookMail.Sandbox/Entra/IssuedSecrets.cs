using System;

namespace OutlookMail.Sandbox.Entra;

/// <summary>Tells this project's tests of every secret that is handed out, so that they can search for it where it must not be.</summary>
internal static class IssuedSecrets
{
    public static event Action<string>? Issued;

    /// <summary>Every line that any sandbox logs.</summary>
    public static event Action<string>? Logged;

    public static void NoteLine(string line) => Logged?.Invoke(line);

    public static void Note(string secret) => Issued?.Invoke(secret);
}
