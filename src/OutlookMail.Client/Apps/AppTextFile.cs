using System;
using System.IO;
using OutlookMail.Identity.Registration;

namespace OutlookMail.Client;

/// <summary>Files that app commands write.</summary>
public static class AppTextFile
{
    /// <exception cref="Model.OutlookMailException">FileExists or FileNotWritable.</exception>
    public static void Write(string path, string text, bool overwrite)
    {
        if (!overwrite && File.Exists(path))
        {
            throw MailErrors.FileExists(path);
        }

        try
        {
            PrivateTextFile.Write(path, text, overwrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw MailErrors.FileNotWritable(path, e);
        }
    }
}
