using System.Collections.Generic;

namespace OutlookMail.HelpBuilder;

internal sealed record HelpExample(string Title, string Code, IReadOnlyList<string> Remarks);
