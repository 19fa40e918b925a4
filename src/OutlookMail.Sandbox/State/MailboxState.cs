using System;
using System.Collections.Generic;
using OutlookMail.Sandbox.Store;

namespace OutlookMail.Sandbox.State;

/// <summary>A mailbox's index file; its messages lie beside it, one file each.</summary>
internal sealed record MailboxState(string Address, List<FolderState> Folders, List<string> FullAccess, List<string> SendAs, bool IsImapDisabled = false, bool? SmtpClientAuthenticationDisabled = null);

internal sealed record FolderState(string Name, uint UidValidity, uint UidNext, bool IsSubscribed, long HighestModSeq, List<MessageState> Messages);

internal sealed record MessageState(uint Uid, SandboxFlags Flags, List<string> Keywords, DateTimeOffset InternalDate);
