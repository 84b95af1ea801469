// ListStackRefactorActions.

import type {
  ListStackRefactorActionsCommandInput,
  ListStackRefactorActionsCommandOutput,
} from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { pageOf } from "../paging.ts";
import { describeActions, requireRefactor } from "../refactor/show.ts";
import { findStack } from "../repo.ts";
import { deploymentOf } from "../stacks.ts";

// LIMIT: AWS's largest page.
const PAGE = 100;

/** What a refactor does: stacks that it creates, and resources that it moves. */
export const listStackRefactorActions = defineOperation<
  Input<ListStackRefactorActionsCommandInput>,
  ListStackRefactorActionsCommandOutput
>("ListStackRefactorActions", ({ StackRefactorId: id, MaxResults = PAGE, NextToken }, context) =>
  context.store.read((tx) => {
    const actions = describeActions(requireRefactor(tx, context, id), (stackId) => {
      const stack = findStack(tx, context, stackId);
      return (stack === undefined ? undefined : deploymentOf(tx, context, stack))?.tags ?? {};
    });
    const { items, ...next } = pageOf(actions, NextToken, MaxResults);
    return { StackRefactorActions: items, ...next };
  }),
);
