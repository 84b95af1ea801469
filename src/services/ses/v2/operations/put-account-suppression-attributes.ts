// PutAccountSuppressionAttributes: the reasons for which the suppression list counts.

import type {
  PutAccountSuppressionAttributesCommandInput,
  PutAccountSuppressionAttributesCommandOutput,
} from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { changeAccount } from "../../repo.ts";

export const putAccountSuppressionAttributes = defineOperation<
  Input<PutAccountSuppressionAttributesCommandInput>,
  PutAccountSuppressionAttributesCommandOutput
>("PutAccountSuppressionAttributes", (input, context) => {
  context.store.write((tx) => changeAccount(tx, context, { suppressedReasons: input.SuppressedReasons ?? [] }));
  return {};
});
