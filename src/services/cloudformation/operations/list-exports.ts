// ListExports.

import type { ListExportsCommandInput, ListExportsCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { listExports as listRecords } from "../repo.ts";

/** All exports of the account in the region. */
export const listExports = defineOperation<Input<ListExportsCommandInput>, ListExportsCommandOutput>(
  "ListExports",
  (_input, context) =>
    context.store.read((tx) => ({
      Exports: listRecords(tx, context).map(({ name, value, stackId }) => ({
        ExportingStackId: stackId,
        Name: name,
        Value: value,
      })),
    })),
);
