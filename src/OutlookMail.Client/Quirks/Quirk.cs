namespace OutlookMail.Client;

/// <summary>A way of a server that the client knows and answers.</summary>
/// <param name="Name">As in <see cref="ExchangeQuirks"/>.</param>
/// <param name="What">What the server does.</param>
/// <param name="Answer">What the client does about it.</param>
/// <param name="Source">Where it was seen.</param>
public sealed record Quirk(string Name, string What, string Answer, string Source);
