// ListExports.

import type { ListExportsCommandInput, ListExportsCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { pageOf } from "../paging.ts";
import { listExports as listRecords } from "../repo.ts";

// LIMIT: AWS's page size.
const PAGE = 100;

/** The exports of the account in the region, page by page. */
export const listExports = defineOperation<Input<ListExportsCommandInput>, ListExportsCommandOutput>(
  "ListExports",
  ({ NextToken }, context) =>
    context.store.read((tx) => {
      const { items, ...next } = pageOf(listRecords(tx, context), NextToken, PAGE);
      const Exports = items.map(({ name, value, stackId }) => ({
        ExportingStackId: stackId,
        Name: name,
        Value: value,
      }));
      return { Exports, ...next };
    }),
);
