// DetectStackResourceDrift.

import type {
  DetectStackResourceDriftCommandInput,
  DetectStackResourceDriftCommandOutput,
} from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { checkResource, isCheckable, openChecker } from "../drift/detect.ts";
import { requireDetectable } from "../drift/detection.ts";
import { describeDrift, keepResult, updateStackDrift } from "../drift/results.ts";
import { resourceDoesNotExist, validationError } from "../errors.ts";
import { findStack, loadResource } from "../repo.ts";
import { requireStackNamed } from "../stacks.ts";
import type { TypesOf } from "../template/validate.ts";

/** Checks one resource and answers with what was found. */
export const detectStackResourceDrift = (typesOf: TypesOf) =>
  defineOperation<Input<DetectStackResourceDriftCommandInput>, DetectStackResourceDriftCommandOutput>(
    "DetectStackResourceDrift",
    async ({ StackName: stackName, LogicalResourceId: logicalId }, context) => {
      const findType = typesOf(context, context);
      const { stack, record } = context.store.read((tx) => {
        const owner = requireStackNamed(tx, context, stackName);
        return { stack: owner, record: loadResource(tx, context, owner.stackId, logicalId) };
      });
      requireDetectable(stack);
      if (record === undefined) throw resourceDoesNotExist(logicalId, stack.stackName);
      if (!isCheckable(record, findType)) {
        // AWS: such resources "can't be checked"; the wording is inferred.
        throw validationError(`Drift detection is not supported for resource type ${record.current.typeName}`);
      }
      const { account, region, aws } = context;
      const scope = { account, region };
      const drift = await checkResource(openChecker({ yard: context, scope, aws, findType, stack }), record);
      context.store.write((tx) => {
        if (findStack(tx, scope, stack.stackId) === undefined) return;
        keepResult(tx, scope, stack.stackId, drift);
        updateStackDrift(tx, scope, stack.stackId, findType, drift.checkedAtMs);
      });
      return { StackResourceDrift: describeDrift(stack.stackId, drift) };
    },
  );
