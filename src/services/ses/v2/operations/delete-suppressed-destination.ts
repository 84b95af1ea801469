// DeleteSuppressedDestination: takes an address from the suppression list.

import type {
  DeleteSuppressedDestinationCommandInput,
  DeleteSuppressedDestinationCommandOutput,
} from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { suppressed } from "../../repo.ts";
import { notFound } from "../errors.ts";

export const deleteSuppressedDestination = defineOperation<
  Input<DeleteSuppressedDestinationCommandInput>,
  DeleteSuppressedDestinationCommandOutput
>("DeleteSuppressedDestination", (input, context) => {
  const isThere = context.store.write((tx) => suppressed.remove(tx, context, input.EmailAddress));
  if (!isThere) throw notFound(`Email address ${input.EmailAddress} does not exist on your suppression list.`);
  return {};
});
