// ListStackResources.

import type { ListStackResourcesCommandInput, ListStackResourcesCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { currentDrifts } from "../drift/results.ts";
import { pageOf } from "../paging.ts";
import { loadResources } from "../repo.ts";
import { summarizeResource } from "../resources-shown.ts";
import { requireStackNamed } from "../stacks.ts";

// LIMIT: AWS's page size.
const PAGE = 100;

/** A stack's resources by logical id, page by page. */
export const listStackResources = defineOperation<
  Input<ListStackResourcesCommandInput>,
  ListStackResourcesCommandOutput
>("ListStackResources", ({ StackName: stackName, NextToken }, context) =>
  context.store.read((tx) => {
    const stack = requireStackNamed(tx, context, stackName);
    const drifts = currentDrifts(tx, context, stack.stackId);
    const { items, ...next } = pageOf([...loadResources(tx, context, stack.stackId).values()], NextToken, PAGE);
    return {
      StackResourceSummaries: items.map((record) => summarizeResource(record, drifts.get(record.logicalId))),
      ...next,
    };
  }),
);
