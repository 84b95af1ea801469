// PutSuppressedDestination: puts an address on the account's suppression list.

import type {
  PutSuppressedDestinationCommandInput,
  PutSuppressedDestinationCommandOutput,
} from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { addressOf } from "../../addresses.ts";
import { suppressed } from "../../repo.ts";
import { badRequest } from "../errors.ts";

export const putSuppressedDestination = defineOperation<
  Input<PutSuppressedDestinationCommandInput>,
  PutSuppressedDestinationCommandOutput
>("PutSuppressedDestination", (input, context) => {
  const { EmailAddress: address, Reason: reason } = input;
  if (addressOf(address) !== address) throw badRequest(`Invalid email address: ${address}.`);
  context.store.write((tx) =>
    suppressed.save(tx, context, { v: 1, address, reason, updatedAtMs: context.clock.nowMs() }),
  );
  return {};
});
