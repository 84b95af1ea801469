// StartStreamEncryption: encrypts what is written from here on with a key of KMS.

import type { StartStreamEncryptionCommandInput, StartStreamEncryptionCommandOutput } from "@aws-sdk/client-kinesis";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { LIMITS } from "../constraints.ts";
import { requireKey } from "../encryption.ts";
import { invalidArgument, limitExceeded } from "../errors.ts";
import { countChange } from "../limited-changes.ts";
import { changeStream, requireActive, requireStream } from "../streams.ts";
import { enqueueChange } from "../transitions.ts";

export const startStreamEncryption = defineOperation<
  Input<StartStreamEncryptionCommandInput>,
  StartStreamEncryptionCommandOutput
>("StartStreamEncryption", async (input, context) => {
  const { reference } = requireStream(context, input);
  if (input.EncryptionType !== "KMS") throw invalidArgument("EncryptionType must be KMS to start encryption.");
  await requireKey(context, input.KeyId);
  changeStream(context.store, reference, (record, tx) => {
    requireActive(record, reference);
    // AWS: "25 times in a rolling 24-hour period". The wording is inferred.
    const nowMs = context.clock.nowMs();
    const counted = countChange(record, "encryption", { most: LIMITS.encryptionChanges, nowMs });
    if (counted === undefined)
      throw limitExceeded(
        `Encryption of stream ${record.name} cannot be started more than ${LIMITS.encryptionChanges} times in 24 hours.`,
      );
    enqueueChange(context, tx, reference, record, { kind: "activate" });
    return { ...counted, encryptionKeyId: input.KeyId, status: "UPDATING" };
  });
  return {};
});
