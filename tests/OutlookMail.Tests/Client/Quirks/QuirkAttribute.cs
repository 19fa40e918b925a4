using System;

namespace OutlookMail.Tests.Client.Quirks;

/// <summary>The test plays this entry of ExchangeQuirks.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class QuirkAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
