// DescribeStackRefactor.

import type {
  DescribeStackRefactorCommandInput,
  DescribeStackRefactorCommandOutput,
} from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireRefactor, summarizeRefactor } from "../refactor/show.ts";

/** A refactor: whether it could be created, and how far its execution is. */
export const describeStackRefactor = defineOperation<
  Input<DescribeStackRefactorCommandInput>,
  DescribeStackRefactorCommandOutput
>("DescribeStackRefactor", ({ StackRefactorId: id }, context) =>
  context.store.read((tx) => {
    const refactor = requireRefactor(tx, context, id);
    return { ...summarizeRefactor(refactor), StackIds: refactor.stacks.map(({ stackId }) => stackId) };
  }),
);
