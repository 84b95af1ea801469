// DescribeStackResource.

import type {
  DescribeStackResourceCommandInput,
  DescribeStackResourceCommandOutput,
} from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { currentDrifts } from "../drift/results.ts";
import { resourceDoesNotExist, validationError } from "../errors.ts";
import { findStack, loadResource } from "../repo.ts";
import { detailResource } from "../resources-shown.ts";

/** One resource with its metadata. */
export const describeStackResource = defineOperation<
  Input<DescribeStackResourceCommandInput>,
  DescribeStackResourceCommandOutput
>("DescribeStackResource", ({ StackName: stackName, LogicalResourceId: logicalId }, context) =>
  context.store.read((tx) => {
    const stack = findStack(tx, context, stackName);
    if (stack === undefined) throw validationError(`Stack '${stackName}' does not exist`);
    const record = loadResource(tx, context, stack.stackId, logicalId);
    if (record === undefined) throw resourceDoesNotExist(logicalId, stack.stackName);
    const drift = currentDrifts(tx, context, stack.stackId).get(logicalId);
    return { StackResourceDetail: detailResource(stack, record, drift) };
  }),
);
