// DeleteSMSSandboxPhoneNumber: takes a number out of the sandbox.

import type {
  DeleteSMSSandboxPhoneNumberCommandInput,
  DeleteSMSSandboxPhoneNumberCommandOutput,
} from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { LIMITS } from "../constraints.ts";
import { resourceNotFound, userError } from "../errors.ts";
import { loadSandboxNumber, removeSandboxNumber } from "../repo.ts";
import { requirePhoneNumber } from "../sms.ts";

export const deleteSmsSandboxPhoneNumber = defineOperation<
  Input<DeleteSMSSandboxPhoneNumberCommandInput>,
  DeleteSMSSandboxPhoneNumberCommandOutput
>("DeleteSMSSandboxPhoneNumber", (input, context) => {
  const number = requirePhoneNumber(input.PhoneNumber);
  const nowMs = context.clock.nowMs();
  context.store.write((tx) => {
    const record = loadSandboxNumber(tx, context, number);
    if (record === undefined) throw resourceNotFound();
    // AWS: "SMS sandbox", deleting phone numbers: 24 hours after the verification or the last attempt. The wording is ours.
    if (nowMs - (record.verifiedAtMs ?? record.sentAtMs) < LIMITS.sandboxDeleteMs)
      throw userError("A phone number can be deleted 24 hours after it was verified or last tried.");
    removeSandboxNumber(tx, context, number);
  });
  return {};
});
