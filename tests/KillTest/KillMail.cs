using System.Collections.Generic;

namespace OutlookMail.KillTest;

/// <summary>A mail of the test; its key is its subject.</summary>
/// <param name="IsDirect">Sent at once instead of queued.</param>
public sealed record KillMail(string Key, IReadOnlyList<string> To, int Size, bool IsDirect = false);
