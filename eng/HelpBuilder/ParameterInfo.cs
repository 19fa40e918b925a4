using System.Collections.Generic;

namespace OutlookMail.HelpBuilder;

/// <summary>A parameter with what each of its sets says of it; the key is the set's name.</summary>
internal sealed record ParameterInfo(
    string Name,
    string TypeName,
    bool IsSwitch,
    IReadOnlyList<string> Aliases,
    IReadOnlyList<string> Values,
    IReadOnlyDictionary<string, ParameterUse> Uses);

/// <summary>How a parameter is used in one set. A position of null means by name only.</summary>
internal sealed record ParameterUse(bool Mandatory, int? Position, bool ByValue, bool ByPropertyName)
{
    internal string PipelineInput => (ByValue, ByPropertyName) switch
    {
        (true, true) => "True (ByValue, ByPropertyName)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };
}
