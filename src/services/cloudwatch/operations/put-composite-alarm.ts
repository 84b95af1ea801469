// PutCompositeAlarm: makes an alarm on the states of other alarms, or configures it anew.

import type { PutCompositeAlarmCommandInput, PutCompositeAlarmCommandOutput } from "@aws-sdk/client-cloudwatch";
import type { Input } from "../../../service/apis.ts";
import type { Scope } from "../../../service/context.ts";
import { defineOperation } from "../../../service/service.ts";
import type { ReadTx } from "../../../store/store.ts";
import { INITIAL_STATE } from "../alarms/evaluate.ts";
import { parseActions } from "../alarms/parse-actions.ts";
import { alarmsIn, parseRule } from "../alarms/rule.ts";
import { alarmRun } from "../alarms/run.ts";
import { saveConfigured } from "../alarms/save.ts";
import { release } from "../alarms/suppression.ts";
import { evaluateComposite } from "../alarms/transition.ts";
import { invalid, limitExceeded } from "../errors.ts";
import { LIMITS } from "../limits.ts";
import { ensureHousekeeping } from "../metrics/housekeeping.ts";
import { alarmArn, alarmNameOf } from "../names.ts";
import type { CompositeAlarmRecord } from "../records.ts";
import { listParents, loadAlarm } from "../repo.ts";
import { parseTags } from "../tags.ts";

type Request = Input<PutCompositeAlarmCommandInput>;

export const putCompositeAlarm = defineOperation<Request, PutCompositeAlarmCommandOutput>(
  "PutCompositeAlarm",
  (input, context) => {
    const { AlarmName: name, AlarmDescription: description, ActionsEnabled: isActing = true, AlarmRule } = input;
    const rule = parseRule(AlarmRule);
    const actions = parseActions(context, input);
    const suppressor = parseSuppressor(input);
    context.store.write((tx) => {
      const run = alarmRun(context, tx, context);
      const { nowMs } = run;
      const before = loadAlarm(tx, context, name);
      if (before?.kind === "metric") throw invalid(`Alarm with the name ${name} exists already as a metric alarm.`);
      requireAlarms(tx, context, [...alarmsIn(rule), ...(suppressor === undefined ? [] : [suppressor.alarm])], name);
      requireFewParents(tx, context, alarmsIn(rule), name);
      if (before !== undefined) release(run, before);
      const alarm: CompositeAlarmRecord = {
        v: 1,
        kind: "composite",
        name,
        description,
        isActing,
        actions,
        rule: AlarmRule,
        suppressor,
        state: before?.state ?? { ...INITIAL_STATE, updatedAtMs: nowMs, transitionedAtMs: nowMs },
        configuredAtMs: nowMs,
        tags: before?.tags ?? parseTags(input.Tags),
      };
      saveConfigured(run, alarm);
      ensureHousekeeping(context, tx, context);
      const done = before === undefined ? "created" : "updated";
      evaluateComposite(run, name, `${alarmArn(context, name)} was ${done} and its alarm rule was evaluated`);
    });
    return {};
  },
);

// AWS: PutCompositeAlarm: both periods are required with a suppressor.
function parseSuppressor(input: Request): CompositeAlarmRecord["suppressor"] {
  const { ActionsSuppressor: alarm, ActionsSuppressorWaitPeriod: waitS } = input;
  const { ActionsSuppressorExtensionPeriod: extensionS } = input;
  if (alarm === undefined) {
    if (waitS !== undefined || extensionS !== undefined)
      throw invalid("ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod need an ActionsSuppressor.");
    return undefined;
  }
  if (waitS === undefined || extensionS === undefined)
    throw invalid(
      "ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod are required with ActionsSuppressor.",
    );
  if (waitS < 0 || extensionS < 0) throw invalid("The periods of ActionsSuppressor must not be negative.");
  return { alarm, waitS, extensionS };
}

function requireAlarms(tx: ReadTx, scope: Scope, references: readonly string[], own: string): void {
  const missing = references.filter((reference) => {
    const name = alarmNameOf(scope, reference);
    return name === undefined || (name !== own && loadAlarm(tx, scope, name) === undefined);
  });
  // AWS: recorded.
  if (missing.length > 0)
    throw invalid(
      `Could not save the composite alarm as alarms [${missing.join(", ")}] in the alarm rule do not exist`,
    );
}

/** Throws LimitExceededFault if an alarm of the rule stands in too many others already. */
function requireFewParents(tx: ReadTx, scope: Scope, references: readonly string[], own: string): void {
  for (const reference of references) {
    const child = alarmNameOf(scope, reference) ?? "";
    const others = [...listParents(tx, scope, child)].filter((parent) => parent !== own);
    if (others.length >= LIMITS.alarmParents)
      throw limitExceeded(`The alarm ${child} is in the rules of ${LIMITS.alarmParents} composite alarms already.`);
  }
}
