using System.Collections.Generic;

namespace OutlookMail.KillTest;

/// <summary>A mail of the test; its key is its subject.</summary>
public sealed record KillMail(string Key, IReadOnlyList<string> To, int Size);
