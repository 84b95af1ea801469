// DetectStackSetDrift.

import type { DetectStackSetDriftCommandInput, DetectStackSetDriftCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input, Output } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { administratorOf, requireActive } from "../find.ts";
import { readPreferences } from "../preferences.ts";
import { listInstances } from "../repo.ts";
import { requireIdle, rolesKept, startOperation } from "../start.ts";
import { instancesAsTargets } from "../targets.ts";

/** Begins a drift detection of all instances. */
export const detectStackSetDrift = defineOperation<
  Input<DetectStackSetDriftCommandInput>,
  DetectStackSetDriftCommandOutput
>("DetectStackSetDrift", async (input, context) => {
  const administrator = await administratorOf(context, input.CallAs);
  const preferences = readPreferences(input.OperationPreferences);
  const id = input.OperationId ?? context.random.uuid();
  return context.store.write<Output<DetectStackSetDriftCommandOutput>>((tx) => {
    const stackSet = requireActive(tx, administrator, input.StackSetName);
    requireIdle(tx, administrator, stackSet, id);
    const targets = instancesAsTargets(listInstances(tx, administrator, stackSet.id), preferences);
    const operation = { id, action: "DETECT_DRIFT" as const, preferences, ...rolesKept(stackSet) };
    startOperation(tx, context, administrator, stackSet, operation, targets);
    return { OperationId: id };
  });
});
