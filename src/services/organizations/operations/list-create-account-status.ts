// ListCreateAccountStatus: lists the accounts that were made or are being made.

import type {
  ListCreateAccountStatusCommandInput,
  ListCreateAccountStatusCommandOutput,
} from "@aws-sdk/client-organizations";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { showCreation } from "../creation.ts";
import { inspect } from "../organization.ts";
import { pageOf } from "../pages.ts";
import { listParts } from "../repo.ts";

export const listCreateAccountStatus = defineOperation<
  Input<ListCreateAccountStatusCommandInput>,
  ListCreateAccountStatusCommandOutput
>("ListCreateAccountStatus", (input, context) => {
  return inspect(context, (tx, { id }) => {
    const wanted = listParts(tx, id, "creation").filter(({ state }) => input.States?.includes(state) ?? true);
    const { items, next } = pageOf(wanted, (each) => each.id, input);
    return { CreateAccountStatuses: items.map(showCreation), ...next };
  });
});
