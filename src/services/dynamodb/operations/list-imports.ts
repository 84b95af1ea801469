// ListImports: those of the past 90 days, the newest first.

import type { ListImportsCommandInput, ListImportsCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { importArn, parseTableReference } from "../tables/names.ts";
import { summarizeImport } from "../transfers/describe-import.ts";
import { LISTED_FOR_MS } from "../transfers/records.ts";
import { listImports as list } from "../transfers/repo.ts";
import { pageOf } from "../transfers/requests.ts";

/** LIMIT: of a page (API Reference, ListImports, PageSize). */
const MOST_IMPORTS = 25;

/** ListImports. */
export const listImports = defineOperation<Input<ListImportsCommandInput>, ListImportsCommandOutput>(
  "ListImports",
  (input, context) => {
    const reference = input.TableArn === undefined ? undefined : parseTableReference(input.TableArn, context);
    const scope = reference ?? context;
    const oldestMs = context.clock.nowMs() - LISTED_FOR_MS;
    const nameOf = ({ tableName, id }: { tableName: string; id: string }): string => importArn(scope, tableName, id);
    const all = context.store
      .read((tx) => list(tx, scope, reference?.tableName))
      .filter(({ startedAtMs }) => startedAtMs >= oldestMs)
      .sort((one, other) => (one.id < other.id ? 1 : -1));
    const { page, next } = pageOf(all, { limit: input.PageSize ?? MOST_IMPORTS, token: input.NextToken, nameOf });
    return {
      ImportSummaryList: page.map((record) => summarizeImport(scope, record)),
      ...(next !== undefined && { NextToken: next }),
    };
  },
);
