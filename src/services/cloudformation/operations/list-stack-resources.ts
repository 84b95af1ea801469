// ListStackResources.

import type { ListStackResourcesCommandInput, ListStackResourcesCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
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
    const start = NextToken === undefined ? 0 : Number(Buffer.from(NextToken, "base64url").toString());
    const records = [...loadResources(tx, context, stack.stackId).values()];
    const end = start + PAGE;
    return {
      StackResourceSummaries: records.slice(start, end).map((record) => summarizeResource(record)),
      ...(end < records.length ? { NextToken: Buffer.from(String(end)).toString("base64url") } : {}),
    };
  }),
);
