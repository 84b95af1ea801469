// PutMetricData: adds values to metrics, which are made by that.

import type { PutMetricDataCommandInput, PutMetricDataCommandOutput } from "@aws-sdk/client-cloudwatch";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { writeSoon } from "../../../store/write-soon.ts";
import { invalidValue, missingParameter } from "../errors.ts";
import { LIMITS } from "../limits.ts";
import { parseDatum } from "../metrics/datum.ts";
import { ensureHousekeeping } from "../metrics/housekeeping.ts";
import { addPoints } from "../metrics/points.ts";

export const putMetricData = defineOperation<Input<PutMetricDataCommandInput>, PutMetricDataCommandOutput>(
  "PutMetricData",
  async ({ Namespace, MetricData }, context) => {
    if (MetricData === undefined || MetricData.length === 0) throw missingParameter("MetricData");
    if (MetricData.length > LIMITS.data)
      throw invalidValue(`The collection MetricData must not have a size greater than ${LIMITS.data}.`);
    // AWS: PutMetricData, Namespace: those of AWS's services are theirs. But the support libraries of the CloudFormation CLI write what resource types'
    // handlers do below AWS/CloudFormation, in the name of the type's log role.
    const isHandlers = Namespace.startsWith("AWS/CloudFormation/") && context.principal.kind === "assumed-role";
    if (Namespace.startsWith("AWS/") && context.principal.kind !== "service" && !isHandlers)
      throw invalidValue("The value AWS/ for parameter Namespace is invalid.");
    const nowMs = context.clock.nowMs();
    const points = MetricData.map((datum, at) => parseDatum(Namespace, datum, `MetricData.member.${at + 1}`, nowMs));
    await writeSoon(context.store, (tx) => {
      if (addPoints(tx, context, points, nowMs)) ensureHousekeeping(context, tx, context);
    });
    return {};
  },
);
