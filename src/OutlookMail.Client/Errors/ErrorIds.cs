namespace OutlookMail.Client;

/// <summary>Stable ids of the error catalogue; about_OutlookMail_Errors documents each. A script may rely on them.</summary>
public static class ErrorIds
{
    public const string AccessTokenExpired = nameof(AccessTokenExpired);
    public const string AccountAmbiguous = nameof(AccountAmbiguous);
    public const string AccountUnknown = nameof(AccountUnknown);
    public const string AddressInvalid = nameof(AddressInvalid);
    public const string AttachmentNotReadable = nameof(AttachmentNotReadable);
    public const string AuthenticatedNotConnected = nameof(AuthenticatedNotConnected);
    public const string AuthenticationRejected = nameof(AuthenticationRejected);
    public const string CertificateNotReadable = nameof(CertificateNotReadable);
    public const string ConnectionFailed = nameof(ConnectionFailed);
    public const string ConnectionLost = nameof(ConnectionLost);
    public const string ConsentMissing = nameof(ConsentMissing);
    public const string DeviceCodeBlocked = nameof(DeviceCodeBlocked);
    public const string FileExists = nameof(FileExists);
    public const string FileNotWritable = nameof(FileNotWritable);
    public const string FolderNotFound = nameof(FolderNotFound);
    public const string FolderRenumbered = nameof(FolderRenumbered);
    public const string HeaderInvalid = nameof(HeaderInvalid);
    public const string MailNotSent = nameof(MailNotSent);
    public const string MessageNotFound = nameof(MessageNotFound);
    public const string MessageStale = nameof(MessageStale);
    public const string MessageTooLarge = nameof(MessageTooLarge);
    public const string NoApp = nameof(NoApp);
    public const string NobodyToSignIn = nameof(NobodyToSignIn);
    public const string NoRecipients = nameof(NoRecipients);
    public const string NotSignedIn = nameof(NotSignedIn);
    public const string PathInvalid = nameof(PathInvalid);
    public const string RecipientRejected = nameof(RecipientRejected);
    public const string RequiresPowerShell7 = nameof(RequiresPowerShell7);
    public const string SandboxNotRunning = nameof(SandboxNotRunning);
    public const string SenderRejected = nameof(SenderRejected);
    public const string SendUncertain = nameof(SendUncertain);
    public const string ServerProtocolError = nameof(ServerProtocolError);
    public const string ServerRefused = nameof(ServerRefused);
    public const string SessionClosed = nameof(SessionClosed);
    public const string SignInDeclined = nameof(SignInDeclined);
    public const string SignInExpired = nameof(SignInExpired);
    public const string SignInFailed = nameof(SignInFailed);
    public const string SignInRequired = nameof(SignInRequired);
    public const string SmtpAuthDisabled = nameof(SmtpAuthDisabled);
    public const string StoreUnavailable = nameof(StoreUnavailable);
    public const string Throttled = nameof(Throttled);
    public const string TlsFailed = nameof(TlsFailed);
    public const string Unexpected = nameof(Unexpected);
    public const string WrongAudience = nameof(WrongAudience);
}
