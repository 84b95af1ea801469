// DetectStackDrift.

import type { DetectStackDriftCommandInput, DetectStackDriftCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireDetectable, startDetection } from "../drift/detection.ts";
import { resourceDoesNotExist } from "../errors.ts";
import { loadResource } from "../repo.ts";
import { requireStackNamed } from "../stacks.ts";

/** Begins a drift detection and gives its id. */
export const detectStackDrift = defineOperation<Input<DetectStackDriftCommandInput>, DetectStackDriftCommandOutput>(
  "DetectStackDrift",
  ({ StackName: stackName, LogicalResourceIds: logicalIds }, context) =>
    context.store.write((tx) => {
      const stack = requireStackNamed(tx, context, stackName);
      requireDetectable(stack);
      for (const logicalId of logicalIds ?? []) {
        const record = loadResource(tx, context, stack.stackId, logicalId);
        if (record === undefined) throw resourceDoesNotExist(logicalId, stack.stackName);
      }
      return { StackDriftDetectionId: startDetection(tx, context, stack, logicalIds) };
    }),
);
