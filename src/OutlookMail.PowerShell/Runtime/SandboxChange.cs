using System;
using System.Collections.Generic;
using OutlookMail.Model;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>What Set-OutlookSandbox was told; null leaves a rule as it is.</summary>
internal sealed class SandboxChange
{
    /// <summary>Switches every fault off before any of <see cref="Faults"/> is switched on.</summary>
    internal bool ClearFaults { get; set; }

    internal IReadOnlyList<OutlookSandboxFault> Faults { get; set; } = Array.Empty<OutlookSandboxFault>();

    /// <summary>The AADSTS number that the next token requests meet, or every one of <see cref="Users"/>; 0 takes it away.</summary>
    internal int? SignInError { get; set; }

    /// <summary>How many operations meet a fault or a sign-in error.</summary>
    internal int Next { get; set; }

    /// <summary>The share of operations that meet a fault, instead of <see cref="Next"/>.</summary>
    internal double? Share { get; set; }

    internal TimeSpan Advance { get; set; }

    /// <summary>People whom <see cref="SignInError"/>, <see cref="Disabled"/> and <see cref="RevokeSignIns"/> are about; one who is not there is made.</summary>
    internal IReadOnlyList<string> Users { get; set; } = Array.Empty<string>();

    internal bool? Disabled { get; set; }

    internal bool RevokeSignIns { get; set; }

    /// <summary>Mailboxes that nobody signs in to; one that is not there is made.</summary>
    internal IReadOnlyList<string> SharedMailboxes { get; set; } = Array.Empty<string>();

    internal IReadOnlyList<string> FullAccess { get; set; } = Array.Empty<string>();

    internal IReadOnlyList<string> SendAs { get; set; } = Array.Empty<string>();

    internal bool? BlockUserConsent { get; set; }

    internal bool? BlockAll { get; set; }

    internal bool? BlockDeviceCode { get; set; }

    internal bool? RequireManagedDevice { get; set; }

    internal bool? RequireMfa { get; set; }

    internal bool? SecurityDefaults { get; set; }

    /// <summary>Zero takes the rule away.</summary>
    internal TimeSpan? SignInFrequency { get; set; }

    internal TimeSpan? ReplicationDelay { get; set; }
}
