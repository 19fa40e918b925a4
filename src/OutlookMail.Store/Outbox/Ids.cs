using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace OutlookMail.Store;

/// <summary>Many ids as one value of a statement, for json_each.</summary>
internal static class Ids
{
    public static string Json(IEnumerable<long> ids) => "[" + string.Join(",", ids.Select(id => id.ToString(CultureInfo.InvariantCulture))) + "]";
}
