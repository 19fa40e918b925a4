using System;

namespace OutlookMail.Client;

/// <summary>How far a run of the outbox is.</summary>
public readonly record struct OutboxProgress(int Done, int Remaining, string Activity, DateTimeOffset? FinishesOn);
