// DescribeStacks.

import type { DescribeStacksCommandInput, DescribeStacksCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import type { Context } from "../../../service/context.ts";
import { defineOperation } from "../../../service/service.ts";
import { stackDriftInformation } from "../drift/results.ts";
import { stackSignal } from "../engine/events.ts";
import { pageOfBytes } from "../paging.ts";
import { findStack, listStacks } from "../repo.ts";
import { ancestryOf, deploymentOf, describeStack, isInProgress, lastOperations, requireStackNamed } from "../stacks.ts";

/** One stack, or all that are not deleted, newest first. */
export const describeStacks = defineOperation<Input<DescribeStacksCommandInput>, DescribeStacksCommandOutput>(
  "DescribeStacks",
  async ({ StackName: stackName, NextToken }, context) => {
    if (stackName !== undefined && isWaiter(context)) await waitForEnd(stackName, context);
    return context.store.read((tx) => {
      const stacks =
        stackName === undefined
          ? listStacks(tx, context)
              .filter((stack) => stack.status !== "DELETE_COMPLETE")
              .sort((left, right) => right.createdAtMs - left.createdAtMs)
          : [requireStackNamed(tx, context, stackName)];
      const { items, ...next } = pageOfBytes(stacks, NextToken, (stack) => ({
        ...describeStack(stack, deploymentOf(tx, context, stack)),
        ...ancestryOf(tx, context, stack.stackId),
        LastOperations: lastOperations(tx, context, stack.stackId),
        DriftInformation: stackDriftInformation(tx, context, stack.stackId),
      }));
      return { Stacks: items, ...next };
    });
  },
);

// LIMIT: well below the 60 s after which botocore gives an answer up.
const LONGEST_HOLD_MS = 20_000;

/**
 * botocore's waiters say in the user agent that they are waiters (feature "B" in "m/..."), and sleep for 30 s after an
 * answer that the stack is still in progress. DEVIATION: their question is answered when the stack has come to its end.
 */
function isWaiter({ headers }: Context): boolean {
  // An SDK may write its own features into a section before this one.
  const sections = (headers["user-agent"] ?? "").matchAll(/(?:^| )m\/([^ ]*)/g);
  return Array.from(sections, ([, features = ""]) => features.split(",")).some((features) => features.includes("B"));
}

async function waitForEnd(stackName: string, context: Context): Promise<void> {
  const endMs = context.clock.nowMs() + LONGEST_HOLD_MS;
  for (;;) {
    const stack = context.store.read((tx) => findStack(tx, context, stackName));
    const leftMs = endMs - context.clock.nowMs();
    if (stack === undefined || !isInProgress(stack) || leftMs <= 0 || context.abort.aborted) return;
    await context.signals.wait(stackSignal(stack.stackId), leftMs, context.abort);
  }
}
