using System;
using System.Collections.Generic;
using System.Linq;

namespace OutlookMail.Identity.Registration;

/// <summary>A text in which answers to earlier steps have their places.</summary>
public sealed class StepText
{
    private readonly IReadOnlyList<object> parts;

    /// <param name="parts">A string or a <see cref="StepAnswer"/> each.</param>
    internal StepText(IReadOnlyList<object> parts) => this.parts = parts;

    /// <summary>In the order of the text.</summary>
    public IEnumerable<StepAnswer> Answers => parts.OfType<StepAnswer>();

    /// <summary>Each part in its turn.</summary>
    /// <param name="text">Writes what stands in it.</param>
    /// <param name="answer">Writes the place of an answer.</param>
    public IEnumerable<string> Write(Func<string, string> text, Func<StepAnswer, string> answer) =>
        parts.Select(part => part is StepAnswer place ? answer(place) : text((string)part));

    public override string ToString() => string.Concat(Write(text => text, place => "{" + place + "}"));
}
