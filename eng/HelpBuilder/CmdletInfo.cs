using System.Collections.Generic;

namespace OutlookMail.HelpBuilder;

/// <summary>A cmdlet as its attributes describe it.</summary>
internal sealed record CmdletInfo(
    string Verb,
    string Noun,
    IReadOnlyList<string> OutputTypes,
    IReadOnlyList<string> ParameterSets,
    IReadOnlyList<ParameterInfo> Parameters)
{
    internal string Name => $"{Verb}-{Noun}";
}
