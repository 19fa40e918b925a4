using System;
using OutlookMail.Model;

namespace OutlookMail.Cli;

/// <summary>How the tour tells what it does.</summary>
internal interface ITourReport
{
    void Step(string name, TimeSpan time, string seen);

    void Failed(string name, TimeSpan time, OutlookMailException error);

    void End(bool passed, TimeSpan time);
}
