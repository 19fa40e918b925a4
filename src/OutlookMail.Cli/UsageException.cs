using System;

namespace OutlookMail.Cli;

/// <summary>What was typed cannot be meant: exit code 2, as for an unknown option.</summary>
internal sealed class UsageException(string message, Exception? inner = null) : Exception(message, inner);
