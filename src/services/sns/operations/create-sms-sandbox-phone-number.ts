// CreateSMSSandboxPhoneNumber: adds a number to the sandbox and texts it a one-time password.

import type {
  CreateSMSSandboxPhoneNumberCommandInput,
  CreateSMSSandboxPhoneNumberCommandOutput,
} from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { LIMITS } from "../constraints.ts";
import { keepInInbox } from "../delivery/person.ts";
import { optedOut, userError } from "../errors.ts";
import { listSandboxNumbers, loadOptOut, loadSandboxNumber, saveSandboxNumber } from "../repo.ts";
import { requirePhoneNumber } from "../sms.ts";

export const createSmsSandboxPhoneNumber = defineOperation<
  Input<CreateSMSSandboxPhoneNumberCommandInput>,
  CreateSMSSandboxPhoneNumberCommandOutput
>("CreateSMSSandboxPhoneNumber", (input, context) => {
  const number = requirePhoneNumber(input.PhoneNumber);
  const sentAtMs = context.clock.nowMs();
  const oneTimePassword = context.random.text(6, "0123456789");
  context.store.write((tx) => {
    if (loadOptOut(tx, context, number)?.isOptedOut === true) throw optedOut();
    const existing = loadSandboxNumber(tx, context, number);
    if (existing?.verifiedAtMs !== undefined) throw userError("The phone number is verified already.");
    if (existing === undefined && [...listSandboxNumbers(tx, context)].length >= LIMITS.sandboxNumbers)
      throw userError("The account has as many phone numbers in the SMS sandbox as it may have.");
    saveSandboxNumber(tx, context, { v: 1, number, oneTimePassword, sentAtMs });
    keepInInbox(tx, context, context, {
      kind: "sms",
      messageId: context.random.uuid(),
      from: "NOTICE",
      to: [number],
      subject: "",
      text: `Your verification code is ${oneTimePassword}`,
      details: { type: "Transactional" },
    });
  });
  return {};
});
