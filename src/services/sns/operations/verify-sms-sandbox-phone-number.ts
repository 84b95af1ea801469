// VerifySMSSandboxPhoneNumber: proves by the one-time password that a number is at hand.

import type {
  VerifySMSSandboxPhoneNumberCommandInput,
  VerifySMSSandboxPhoneNumberCommandOutput,
} from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { LIMITS } from "../constraints.ts";
import { resourceNotFound, wrongOneTimePassword } from "../errors.ts";
import { loadSandboxNumber, saveSandboxNumber } from "../repo.ts";
import { requirePhoneNumber } from "../sms.ts";

export const verifySmsSandboxPhoneNumber = defineOperation<
  Input<VerifySMSSandboxPhoneNumberCommandInput>,
  VerifySMSSandboxPhoneNumberCommandOutput
>("VerifySMSSandboxPhoneNumber", (input, context) => {
  const number = requirePhoneNumber(input.PhoneNumber);
  const verifiedAtMs = context.clock.nowMs();
  context.store.write((tx) => {
    const record = loadSandboxNumber(tx, context, number);
    if (record === undefined) throw resourceNotFound();
    if (record.verifiedAtMs !== undefined) return;
    const isLate = verifiedAtMs - record.sentAtMs > LIMITS.oneTimePasswordMs;
    if (isLate || record.oneTimePassword !== input.OneTimePassword) throw wrongOneTimePassword();
    saveSandboxNumber(tx, context, { ...record, verifiedAtMs });
  });
  return {};
});
