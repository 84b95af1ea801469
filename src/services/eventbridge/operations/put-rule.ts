// PutRule: makes a rule, or replaces what it says and keeps its targets.

import type { PutRuleCommandInput, PutRuleCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireBus } from "../buses/require.ts";
import { limitExceeded, notImplemented, validation } from "../errors.ts";
import { busAddress, DEFAULT_BUS, ruleArn } from "../names.ts";
import { listRules, loadRule, saveRule } from "../repo.ts";
import { requirePattern } from "../rules/matching.ts";
import { requireSchedule, withSchedule } from "../rules/schedule.ts";
import { parseTags } from "../tags.ts";

// LIMIT: AWS: quotas of EventBridge.
const MOST_RULES = 300;

export const putRule = defineOperation<Input<PutRuleCommandInput>, PutRuleCommandOutput>(
  "PutRule",
  (input, context) => {
    const { Name: name, EventPattern, ScheduleExpression, Description, RoleArn } = input;
    const { scope, busName } = busAddress(context, input.EventBusName);
    const pattern = EventPattern || undefined;
    const schedule = ScheduleExpression || undefined;
    if (pattern === undefined && schedule === undefined)
      throw validation("Parameter(s) EventPattern or ScheduleExpression must be specified.");
    if (schedule !== undefined && busName !== DEFAULT_BUS)
      throw validation("ScheduleExpression is supported only on the default event bus.");
    if (pattern !== undefined) requirePattern(pattern);
    if (schedule !== undefined) requireSchedule(schedule);
    const state = input.State ?? "ENABLED";
    if (state === "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS")
      throw notImplemented("rules for read-only management events of CloudTrail");
    context.store.write((tx) => {
      requireBus(tx, scope, busName);
      const previous = loadRule(tx, scope, busName, name);
      if (previous === undefined && [...listRules(tx, scope, busName)].length >= MOST_RULES)
        throw limitExceeded("The requested resource exceeds the maximum number allowed.");
      const rule = {
        v: 1,
        busName,
        name,
        state,
        createdBy: previous?.createdBy ?? context.account,
        targets: previous?.targets ?? [],
        // AWS: PutRule: tags of a rule that is there are left as they are.
        tags: previous?.tags ?? parseTags(input.Tags ?? []),
        ...(pattern === undefined ? {} : { eventPattern: pattern }),
        ...(schedule === undefined ? {} : { scheduleExpression: schedule }),
        ...(Description === undefined ? {} : { description: Description }),
        ...(RoleArn === undefined ? {} : { roleArn: RoleArn }),
        ...(previous?.schedule === undefined ? {} : { schedule: previous.schedule }),
      } as const;
      saveRule(tx, scope, withSchedule(tx, context, scope, rule));
    });
    return { RuleArn: ruleArn(scope, busName, name) };
  },
);
