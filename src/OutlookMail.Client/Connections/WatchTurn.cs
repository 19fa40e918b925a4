using System;
using OutlookMail.Imap;

namespace OutlookMail.Client;

/// <summary>What work that lasts gets to work with.</summary>
/// <param name="Imap">A connection of its own, with the folder open.</param>
/// <param name="Folder">The folder.</param>
/// <param name="RenewOn">When to throw <see cref="TokenEndsException"/>, so that a new connection takes its place; null: never.</param>
internal sealed record WatchTurn(ImapConnection Imap, SelectedFolder Folder, DateTimeOffset? RenewOn);
