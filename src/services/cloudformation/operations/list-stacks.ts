// ListStacks.

import type { ListStacksCommandInput, ListStacksCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { stackDriftInformation } from "../drift/results.ts";
import { templateOf } from "../engine/scope.ts";
import { pageOf } from "../paging.ts";
import { listStacks as listRecords } from "../repo.ts";
import { ancestryOf, deploymentOf, lastOperations } from "../stacks.ts";

// LIMIT: AWS's page size.
const PAGE = 100;
const DELETED_SHOWN_MS = 90 * 24 * 60 * 60 * 1000;

/** All stacks, newest first. AWS: deleted ones are shown for 90 days. */
export const listStacks = defineOperation<Input<ListStacksCommandInput>, ListStacksCommandOutput>(
  "ListStacks",
  ({ StackStatusFilter: statuses = [], NextToken }, context) =>
    context.store.read((tx) => {
      const oldestMs = context.clock.nowMs() - DELETED_SHOWN_MS;
      const stacks = listRecords(tx, context)
        .filter((stack) => stack.deletedAtMs === undefined || stack.deletedAtMs > oldestMs)
        .filter((stack) => statuses.length === 0 || statuses.includes(stack.status))
        .sort((left, right) => right.createdAtMs - left.createdAtMs);
      const { items, ...next } = pageOf(stacks, NextToken, PAGE);
      const StackSummaries = items.map((stack) => {
        const deployment = deploymentOf(tx, context, stack);
        return {
          StackId: stack.stackId,
          StackName: stack.stackName,
          TemplateDescription: deployment === undefined ? undefined : templateOf(deployment).description,
          CreationTime: new Date(stack.createdAtMs),
          LastUpdatedTime: stack.updatedAtMs === undefined ? undefined : new Date(stack.updatedAtMs),
          DeletionTime: stack.deletedAtMs === undefined ? undefined : new Date(stack.deletedAtMs),
          StackStatus: stack.status,
          StackStatusReason: stack.statusReason,
          ...ancestryOf(tx, context, stack.stackId),
          LastOperations: lastOperations(tx, context, stack.stackId),
          DriftInformation: stackDriftInformation(tx, context, stack.stackId),
        };
      });
      return { StackSummaries, ...next };
    }),
);
