// DeleteVerifiedEmailAddress: the older name of DeleteIdentity, for addresses.

import type {
  DeleteVerifiedEmailAddressCommandInput,
  DeleteVerifiedEmailAddressCommandOutput,
} from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { identities } from "../../repo.ts";

export const deleteVerifiedEmailAddress = defineOperation<
  Input<DeleteVerifiedEmailAddressCommandInput>,
  DeleteVerifiedEmailAddressCommandOutput
>("DeleteVerifiedEmailAddress", (input, context) => {
  context.store.write((tx) => identities.remove(tx, context, input.EmailAddress));
  return {};
});
