using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Net.Mail;
using System.Security.Cryptography.X509Certificates;
using OutlookMail.Model;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>
/// What Send-OutlookMail and New-OutlookMail share: the parameters that a mail is written from. Each input is a mail of its
/// own; files that are piped (paths, Get-ChildItem, saved mails) all go into one, as with Send-MailMessage.
/// </summary>
public abstract class MailWritingCmdlet : OutlookSessionCmdlet
{
    private readonly List<object> pipedFiles = new();
    private int rows;

    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    public string[] To { get; set; } = Array.Empty<string>();

    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("sub")]
    public string? Subject { get; set; }

    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true)]
    public string? Body { get; set; }

    [Parameter]
    [Alias("AsHtml", "BAH")]
    public SwitchParameter BodyAsHtml { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Html { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Markdown { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string[] Cc { get; set; } = Array.Empty<string>();

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string[] Bcc { get; set; } = Array.Empty<string>();

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string[] ReplyTo { get; set; } = Array.Empty<string>();

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? From { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Attachments", "PSPath", "Path")]
    [ValidateNotNullOrEmpty]
    public object[] Attachment { get; set; } = Array.Empty<object>();

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public OutlookMailPriority Priority { get; set; } = OutlookMailPriority.Normal;

    [Parameter]
    public OutlookMailSensitivity Sensitivity { get; set; }

    [Parameter]
    [Alias("BE")]
    [ValidateNotNull]
    public object? Encoding { get; set; }

    [Parameter]
    [ValidateNotNull]
    public IDictionary? Header { get; set; }

    [Parameter]
    [Alias("DNO")]
    public DeliveryNotificationOptions DeliveryNotificationOption { get; set; }

    [Parameter]
    public SwitchParameter ReadReceipt { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] ListUnsubscribe { get; set; } = Array.Empty<string>();

    [Parameter]
    public SwitchParameter OneClickUnsubscribe { get; set; }

    [Parameter]
    [ValidateNotNull]
    public IDictionary? Invitation { get; set; }

    [Parameter]
    [ValidateNotNull]
    public OutlookMessage? InReplyTo { get; set; }

    [Parameter]
    public SwitchParameter ReplyAll { get; set; }

    [Parameter]
    [ValidateNotNull]
    public OutlookMessage? Forward { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Signature { get; set; }

    [Parameter]
    [ValidateNotNull]
    public X509Certificate2? SignWith { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public X509Certificate2[] EncryptFor { get; set; } = Array.Empty<X509Certificate2>();

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Template { get; set; }

    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int First { get; set; } = int.MaxValue;

    [Parameter]
    public SwitchParameter DryRun { get; set; }

    [Parameter]
    public SwitchParameter SaveDraft { get; set; }

    [Parameter]
    public SwitchParameter Preview { get; set; }

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    internal MergeRun? Merge { get; private set; }

    private protected override string? Sender => From;

    // A draft, and the message that is answered, lie in the mailbox.
    private protected override bool OnlySends => !SaveDraft && InReplyTo is null && Forward is null;

    /// <summary>Whether only what would be done is to be said.</summary>
    protected bool IsWhatIf => MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? given)
        ? given is SwitchParameter { IsPresent: true }
        : Convert.ToString(GetVariableValue("WhatIfPreference"), CultureInfo.InvariantCulture) == bool.TrueString;

    protected override void BeginProcessing()
    {
        if (Template is { } path)
        {
            Guard(() => Merge = MergeRun.Load(FileSystemPaths.Target(this, path, literal: false)), path, errorsEndCommand: true);
        }
    }

    protected override void ProcessRecord()
    {
        if (InputObject?.BaseObject is { } input && AttachmentArguments.IsFile(input))
        {
            pipedFiles.Add(input);
            return;
        }

        // Get-Content -AsByteStream would otherwise send a mail for each octet.
        if (InputObject?.BaseObject is { } other && AttachmentArguments.IsNothing(other))
        {
            Report(
                CmdletErrors.ArgumentInvalid("InputObject", $"a {other.GetType().Name} is neither a mail, nor a row, nor a file", "Pipe files, rows or mails; a file's octets go whole: -Attachment ([IO.File]::ReadAllBytes($path))."),
                other,
                errorsEndCommand: true);
        }

        if (rows++ < First)
        {
            ProcessMail(InputObject?.BaseObject as OutlookMailDraft, Attachment);
        }
    }

    protected override void EndProcessing()
    {
        if (pipedFiles.Count > 0)
        {
            // What the last file bound by its property names is the list's last entry already.
            IEnumerable<object> given = Attachment.Where(one => one is not string path || !path.Contains("::"));
            ProcessMail(null, given.Concat(pipedFiles).ToArray());
        }

        Finish();
        if (Merge is { } merge && DryRun)
        {
            WriteObject(merge.Report());
        }
    }

    /// <summary>Does with one mail what the cmdlet is for.</summary>
    private protected abstract void Process(WrittenMail mail);

    /// <summary>After the last mail.</summary>
    private protected virtual void Finish()
    {
    }

    private void ProcessMail(OutlookMailDraft? written, object[] attachments)
    {
        WrittenMail? mail = null;
        Guard(
            () =>
            {
                WrittenMail one = written is null ? WrittenMail.From(this, attachments) : WrittenMail.Of(written);
                Merge?.Apply(one, InputObject, DryRun);
                mail = one;
            },
            Subject);
        if (mail is null || mail.IsUnfit)
        {
            return;
        }

        if (DryRun)
        {
            RunInSession((session, _, token) => (Merge ?? MergeRun.Empty).CheckAsync(session, mail, token), mail.Subject);
        }
        else if (Preview)
        {
            RunInSession((session, output, token) => MailPreview.ShowAsync(this, session, mail, output, token), mail.Subject);
        }
        else if (SaveDraft)
        {
            if (Confirms(mail, "Save as a draft"))
            {
                RunInSession((session, output, token) => mail.SaveAsync(session, output, token), mail.Subject);
            }
        }
        else
        {
            Process(mail);
        }
    }

    /// <summary>ShouldProcess; with -WhatIf it shows the envelope and the structure of what would be sent.</summary>
    private protected bool Confirms(WrittenMail mail, string action)
    {
        if (!IsWhatIf)
        {
            return ShouldProcess(mail.Recipients, $"{action} '{mail.Subject}'");
        }

        string? description = null;
        RunInSession(async (session, _, token) => description = await mail.DescribeAsync(session, token).ConfigureAwait(false), mail.Subject);
        return description is not null && ShouldProcess($"{action} {description}", $"{action} '{mail.Subject}'?", "Confirm");
    }
}
