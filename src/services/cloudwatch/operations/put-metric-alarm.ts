// PutMetricAlarm: makes an alarm on a metric or an expression, or configures it anew; its state stays.

import type { PutMetricAlarmCommandInput, PutMetricAlarmCommandOutput } from "@aws-sdk/client-cloudwatch";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { INITIAL_STATE } from "../alarms/evaluate.ts";
import { parseMetricAlarm } from "../alarms/parse-alarm.ts";
import { alarmRun } from "../alarms/run.ts";
import { saveConfigured } from "../alarms/save.ts";
import { ensureTick } from "../alarms/tick.ts";
import { invalid } from "../errors.ts";
import { ensureHousekeeping } from "../metrics/housekeeping.ts";
import type { MetricAlarmRecord } from "../records.ts";
import { loadAlarm } from "../repo.ts";
import { parseTags } from "../tags.ts";

export const putMetricAlarm = defineOperation<Input<PutMetricAlarmCommandInput>, PutMetricAlarmCommandOutput>(
  "PutMetricAlarm",
  (input, context) => {
    const configuration = parseMetricAlarm(context, input);
    context.store.write((tx) => {
      const run = alarmRun(context, tx, context);
      const before = loadAlarm(tx, context, configuration.name);
      if (before?.kind === "composite")
        // AWS: recorded.
        throw invalid(`Alarm with the name ${before.name} exists already as a composite alarm.`);
      const { nowMs } = run;
      const alarm: MetricAlarmRecord = {
        ...configuration,
        state: before?.state ?? { ...INITIAL_STATE, updatedAtMs: nowMs, transitionedAtMs: nowMs },
        configuredAtMs: nowMs,
        // AWS: PutMetricAlarm, Tags: ignored where the alarm is there already.
        tags: before?.tags ?? parseTags(input.Tags),
      };
      saveConfigured(run, alarm);
      ensureTick(context, tx, context, alarm);
      ensureHousekeeping(context, tx, context);
    });
    return {};
  },
);
