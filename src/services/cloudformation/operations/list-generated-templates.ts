// ListGeneratedTemplates.

import type {
  ListGeneratedTemplatesCommandInput,
  ListGeneratedTemplatesCommandOutput,
} from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { pageOf } from "../paging.ts";
import { summarizeGenerated } from "../scan/generated-shown.ts";
import { listGenerated } from "../scan/repo.ts";

// AWS: "at most 50 results in each response".
const PAGE = 50;

/** All generated templates, newest first. */
export const listGeneratedTemplates = defineOperation<
  Input<ListGeneratedTemplatesCommandInput>,
  ListGeneratedTemplatesCommandOutput
>("ListGeneratedTemplates", ({ NextToken, MaxResults = PAGE }, context) => {
  const all = context.store
    .read((tx) => listGenerated(tx, context))
    .sort((left, right) => right.createdAtMs - left.createdAtMs);
  const { items, ...next } = pageOf(all, NextToken, MaxResults);
  return { Summaries: items.map(summarizeGenerated), ...next };
});
