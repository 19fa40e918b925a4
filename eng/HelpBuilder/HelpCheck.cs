using System.Collections.Generic;
using System.Linq;

namespace OutlookMail.HelpBuilder;

/// <summary>What is missing between the cmdlets and their pages. The build fails on it, so that help cannot rot.</summary>
internal static class HelpCheck
{
    /// <summary>The engine's own, documented once for all in <see cref="MamlWriter"/>.</summary>
    internal static readonly string[] EngineParameters = ["WhatIf", "Confirm", "IncludeTotalCount"];

    internal static IEnumerable<string> Complaints(IReadOnlyList<CmdletInfo> cmdlets, IReadOnlyDictionary<string, HelpPage> pages)
    {
        foreach (string page in pages.Keys.Except(cmdlets.Select(c => c.Name)))
        {
            yield return $"{page} has a page but is no cmdlet.";
        }

        foreach (CmdletInfo cmdlet in cmdlets)
        {
            if (!pages.TryGetValue(cmdlet.Name, out HelpPage? page))
            {
                yield return $"{cmdlet.Name} has no page.";
                continue;
            }

            if (page.Synopsis.Count != 1 || page.Description.Count == 0 || page.Examples.Count == 0)
            {
                yield return $"{cmdlet.Name} needs a one-paragraph SYNOPSIS, a DESCRIPTION and an example.";
            }

            foreach (HelpExample example in page.Examples.Where(e => e.Code.Length == 0))
            {
                yield return $"{cmdlet.Name}: the example '{example.Title}' has no code.";
            }

            foreach (ParameterInfo parameter in cmdlet.Parameters.Where(p => !EngineParameters.Contains(p.Name)))
            {
                if (!page.Parameters.TryGetValue(parameter.Name, out IReadOnlyList<string>? text) || text.Count == 0)
                {
                    yield return $"{cmdlet.Name} does not describe -{parameter.Name}.";
                }
            }

            foreach (string name in page.Parameters.Keys.Where(n => !cmdlet.Parameters.Any(p => p.Name.Equals(n, System.StringComparison.OrdinalIgnoreCase))))
            {
                yield return $"{cmdlet.Name} describes -{name}, which it does not have.";
            }
        }
    }
}
