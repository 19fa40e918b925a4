using System;
using System.Globalization;
using System.Management.Automation;
using System.Text;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>From what -Encoding takes in PowerShell's own cmdlets to an encoding.</summary>
internal static class EncodingArguments
{
    internal static Encoding From(object value)
    {
        object bare = value is PSObject wrapped ? wrapped.BaseObject : value;
        if (bare is Encoding encoding)
        {
            return encoding;
        }

        string name = Convert.ToString(bare, CultureInfo.InvariantCulture) ?? "";
        try
        {
            return name.ToUpperInvariant() switch
            {
                "ASCII" => Encoding.ASCII,
                "UTF8" or "UTF8BOM" or "UTF8NOBOM" or "DEFAULT" or "ANSI" or "OEM" or "STRING" or "UNKNOWN" => Encoding.UTF8,
                "UNICODE" => Encoding.Unicode,
                "BIGENDIANUNICODE" => Encoding.BigEndianUnicode,
                "UTF7" => Encoding.GetEncoding("utf-7"),
                "UTF32" or "BIGENDIANUTF32" => Encoding.UTF32,
                _ => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int page) ? Encoding.GetEncoding(page) : Encoding.GetEncoding(name),
            };
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw CmdletErrors.ArgumentInvalid("Encoding", $"'{name}' is no charset", "Give utf8, ascii or a name such as iso-8859-1; without -Encoding a mail is written in UTF-8.", e);
        }
    }
}
