// DescribeStackResources.

import type {
  DescribeStackResourcesCommandInput,
  DescribeStackResourcesCommandOutput,
} from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { currentDrifts } from "../drift/results.ts";
import { validationError } from "../errors.ts";
import type { StackRecord } from "../records.ts";
import { listStacks, loadResources } from "../repo.ts";
import { describeResource } from "../resources-shown.ts";
import { requireStackNamed } from "../stacks.ts";

// LIMIT: AWS returns at most the first 100 resources here.
const MOST = 100;

/** The resources of a stack, or of the stack that a physical resource belongs to. */
export const describeStackResources = defineOperation<
  Input<DescribeStackResourcesCommandInput>,
  DescribeStackResourcesCommandOutput
>("DescribeStackResources", (input, context) =>
  context.store.read((tx) => {
    const { StackName: stackName, PhysicalResourceId: physicalId, LogicalResourceId: logicalId } = input;
    let stack: StackRecord | undefined;
    if (stackName !== undefined) stack = requireStackNamed(tx, context, stackName);
    else if (physicalId !== undefined) {
      stack = listStacks(tx, context).find((candidate) =>
        [...loadResources(tx, context, candidate.stackId).values()].some(
          (record) => record.current.physicalId === physicalId,
        ),
      );
      if (stack === undefined) throw validationError(`Stack for ${physicalId} does not exist`);
    } else throw validationError("Either StackName or PhysicalResourceId must be specified.");
    const records = [...loadResources(tx, context, stack.stackId).values()].filter(
      (record) => logicalId === undefined || record.logicalId === logicalId,
    );
    const owner = stack;
    const drifts = currentDrifts(tx, context, owner.stackId);
    return {
      StackResources: records
        .slice(0, MOST)
        .map((record) => describeResource(owner, record, drifts.get(record.logicalId))),
    };
  }),
);
