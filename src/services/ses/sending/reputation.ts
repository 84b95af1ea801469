// How often mails of a configuration set bounce or are complained about, for sets that want it measured.
//
// AWS: "Monitoring your sender reputation": Reputation.BounceRate and Reputation.ComplaintRate in AWS/SES, with the dimension
// ses:configuration-set, since the last fresh start. DEVIATION: AWS weighs a "representative volume"; here all mails count alike.

import type { Scope, YardContext } from "../../../service/context.ts";
import type { WriteTx } from "../../../store/store.ts";
import type { ConfigurationSetRecord, EventType } from "../records.ts";
import { reputations } from "../repo.ts";

/** Counts an event, and publishes both rates. */
export function noteReputation(
  tx: WriteTx,
  yard: Pick<YardContext, "metrics">,
  scope: Scope,
  set: ConfigurationSetRecord,
  type: EventType,
): void {
  if (!set.hasReputationMetrics || !["SEND", "BOUNCE", "COMPLAINT"].includes(type)) return;
  const sinceMs = set.freshStartMs ?? set.createdAtMs;
  const kept = reputations.load(tx, scope, set.name);
  const before = kept?.sinceMs === sinceMs ? kept : { sends: 0, bounces: 0, complaints: 0 };
  const sends = before.sends + (type === "SEND" ? 1 : 0);
  const bounces = before.bounces + (type === "BOUNCE" ? 1 : 0);
  const complaints = before.complaints + (type === "COMPLAINT" ? 1 : 0);
  reputations.save(tx, scope, { v: 1, name: set.name, sinceMs, sends, bounces, complaints });
  const metrics = yard.metrics.family(scope, "AWS/SES", [["ses:configuration-set", set.name]]);
  metrics.add("Reputation.BounceRate", bounces / Math.max(1, sends), "None");
  metrics.add("Reputation.ComplaintRate", complaints / Math.max(1, sends), "None");
}
