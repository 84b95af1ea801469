// DeleteReceiptFilter: removes a filter. AWS: one that does not exist is no error.

import type { DeleteReceiptFilterCommandInput, DeleteReceiptFilterCommandOutput } from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { receiptFilters } from "../../repo.ts";

export const deleteReceiptFilter = defineOperation<
  Input<DeleteReceiptFilterCommandInput>,
  DeleteReceiptFilterCommandOutput
>("DeleteReceiptFilter", (input, context) => {
  context.store.write((tx) => receiptFilters.remove(tx, context, input.FilterName));
  return {};
});
