using System;

namespace OutlookMail.Client;

/// <summary>One new attempt at a server.</summary>
/// <param name="Server">host:port.</param>
/// <param name="Cause">Why it is needed.</param>
/// <param name="Text">The server's words, or the connection's.</param>
/// <param name="Attempt">How many in a row have brought nothing, this one included.</param>
/// <param name="Wait">Until it begins; what the server asked for, to the millisecond, where it did.</param>
public sealed record RecoveryStep(string Server, RecoveryCause Cause, string Text, int Attempt, TimeSpan Wait);
