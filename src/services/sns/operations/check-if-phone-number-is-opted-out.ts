// CheckIfPhoneNumberIsOptedOut: whether a number wants no text messages.

import type {
  CheckIfPhoneNumberIsOptedOutCommandInput,
  CheckIfPhoneNumberIsOptedOutCommandOutput,
} from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { loadOptOut } from "../repo.ts";
import { requirePhoneNumber } from "../sms.ts";

export const checkIfPhoneNumberIsOptedOut = defineOperation<
  Input<CheckIfPhoneNumberIsOptedOutCommandInput>,
  CheckIfPhoneNumberIsOptedOutCommandOutput
>("CheckIfPhoneNumberIsOptedOut", (input, context) => {
  const number = requirePhoneNumber(input.phoneNumber);
  return { isOptedOut: context.store.read((tx) => loadOptOut(tx, context, number))?.isOptedOut === true };
});
