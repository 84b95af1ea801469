// DescribeStackEvents.

import type {
  DescribeStackEventsCommandInput,
  DescribeStackEventsCommandOutput,
  ResourceStatus,
} from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { validationError } from "../errors.ts";
import { findStack, listEvents } from "../repo.ts";

// LIMIT: AWS's pages hold up to 100 events, or 1 MB.
const PAGE = 100;

/** A stack's events, newest first. */
export const describeStackEvents = defineOperation<
  Input<DescribeStackEventsCommandInput>,
  DescribeStackEventsCommandOutput
>("DescribeStackEvents", ({ StackName: stackName, NextToken }, context) =>
  context.store.read((tx) => {
    const stack = findStack(tx, context, stackName);
    // AWS: here the message has brackets, unlike that of DescribeStacks.
    if (stack === undefined) throw validationError(`Stack [${stackName}] does not exist`);
    const below = NextToken === undefined ? undefined : Number(Buffer.from(NextToken, "base64url").toString());
    const page = listEvents(tx, context, stack.stackId, { limit: PAGE + 1, below });
    const shown = page.slice(0, PAGE);
    const last = shown.at(-1)?.number;
    return {
      StackEvents: shown.map(({ event }) => ({
        StackId: stack.stackId,
        EventId: event.id,
        StackName: stack.stackName,
        LogicalResourceId: event.logicalId,
        PhysicalResourceId: event.physicalId,
        ResourceType: event.typeName,
        Timestamp: new Date(event.atMs),
        // The SDK's type lacks REVIEW_IN_PROGRESS, which AWS sends in a stack's own event.
        ResourceStatus: event.status as ResourceStatus,
        ResourceStatusReason: event.statusReason,
        ResourceProperties: event.properties,
        ClientRequestToken: event.clientRequestToken,
        OperationId: event.operationId,
      })),
      ...(page.length > PAGE && last !== undefined
        ? { NextToken: Buffer.from(String(last)).toString("base64url") }
        : {}),
    };
  }),
);
