// An event comes to a bus: archives keep it, and each target of each rule that wants it gets a delivery, all in the one
// transaction that the sender's answer waits for.

import type { Scope, YardContext } from "../../../service/context.ts";
import type { WriteTx } from "../../../store/store.ts";
import { archive } from "../archives/archive.ts";
import { ruleMetrics } from "../metrics.ts";
import { ruleArn } from "../names.ts";
import type { BusEvent, RuleRecord } from "../records.ts";
import { listRules, loadBus } from "../repo.ts";
import { deliverJob, type DeliveryPayload } from "./deliver.ts";
import { isWanted } from "./matching.ts";

/** How an event came. */
export interface Arrival {
  /** Only these rules: a replay's filter. All where it is empty. */
  readonly onlyRules?: readonly string[];
  /** From another account's bus: AWS does not pass such events on to further accounts. */
  readonly isForwarded?: boolean;
}

/** Takes an event in; false if there is no such bus. */
export function takeIn(
  tx: WriteTx,
  yard: YardContext,
  scope: Scope,
  busName: string,
  event: BusEvent,
  { onlyRules = [], isForwarded = false }: Arrival = {},
): boolean {
  if (loadBus(tx, scope, busName) === undefined) return false;
  // AWS: "Archiving events": replayed events are not archived again.
  if (event["replay-name"] === undefined) archive(tx, yard, scope, busName, event);
  for (const rule of listRules(tx, scope, busName)) {
    if (rule.state === "DISABLED" || rule.eventPattern === undefined || !isWanted(rule.eventPattern, event)) continue;
    if (onlyRules.length > 0 && !onlyRules.includes(ruleArn(scope, busName, rule.name))) continue;
    enqueueDeliveries(tx, yard, scope, rule, event, isForwarded);
  }
  return true;
}

/** Has the event delivered to all targets of a rule. */
export function enqueueDeliveries(
  tx: WriteTx,
  yard: YardContext,
  scope: Scope,
  { busName, name, targets }: RuleRecord,
  event: BusEvent,
  isForwarded: boolean,
): void {
  const { account, region } = scope;
  const metrics = ruleMetrics(yard, scope, busName, name);
  metrics.add("TriggeredRules", 1, "Count");
  // Of schedules nothing is matched.
  if (event["detail-type"] !== "Scheduled Event") metrics.add("MatchedEvents", 1, "Count");
  for (const { Id } of targets) {
    const payload: DeliveryPayload = { busName, ruleName: name, targetId: Id ?? "", event, isForwarded };
    yard.jobs.enqueue(tx, { account, region, kind: deliverJob.kind, payload });
  }
}
