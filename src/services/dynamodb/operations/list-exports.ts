// ListExports: those of the past 90 days, the highest ARN first.

import type { ListExportsCommandInput, ListExportsCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { exportArn, parseTableReference } from "../tables/names.ts";
import { summarizeExport } from "../transfers/describe-export.ts";
import { LISTED_FOR_MS } from "../transfers/records.ts";
import { listExports as list } from "../transfers/repo.ts";
import { pageOf } from "../transfers/requests.ts";

/** LIMIT: of a page (API Reference, ListExports, MaxResults). */
const MOST_EXPORTS = 25;

/** ListExports. */
export const listExports = defineOperation<Input<ListExportsCommandInput>, ListExportsCommandOutput>(
  "ListExports",
  (input, context) => {
    const reference = input.TableArn === undefined ? undefined : parseTableReference(input.TableArn, context);
    const scope = reference ?? context;
    const oldestMs = context.clock.nowMs() - LISTED_FOR_MS;
    const nameOf = ({ tableName, id }: { tableName: string; id: string }): string => exportArn(scope, tableName, id);
    const all = context.store
      .read((tx) => list(tx, scope, reference?.tableName))
      .filter(({ startedAtMs }) => startedAtMs >= oldestMs)
      .sort((one, other) => (nameOf(one) < nameOf(other) ? 1 : -1));
    const { page, next } = pageOf(all, { limit: input.MaxResults ?? MOST_EXPORTS, token: input.NextToken, nameOf });
    return {
      ExportSummaries: page.map((record) => summarizeExport(scope, record)),
      ...(next !== undefined && { NextToken: next }),
    };
  },
);
