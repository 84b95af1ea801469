// StopStreamEncryption: writes what comes from here on as it is.

import type { StopStreamEncryptionCommandInput, StopStreamEncryptionCommandOutput } from "@aws-sdk/client-kinesis";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { LIMITS } from "../constraints.ts";
import { invalidArgument, limitExceeded } from "../errors.ts";
import { countChange } from "../limited-changes.ts";
import { changeStream, requireActive, requireStream } from "../streams.ts";
import { enqueueChange } from "../transitions.ts";

export const stopStreamEncryption = defineOperation<
  Input<StopStreamEncryptionCommandInput>,
  StopStreamEncryptionCommandOutput
>("StopStreamEncryption", (input, context) => {
  const { reference } = requireStream(context, input);
  if (input.EncryptionType !== "KMS") throw invalidArgument("EncryptionType must be KMS to stop encryption.");
  changeStream(context.store, reference, (record, tx) => {
    requireActive(record, reference);
    if (record.encryptionKeyId === undefined) return undefined;
    // AWS: "25 times in a rolling 24-hour period". The wording is inferred.
    const nowMs = context.clock.nowMs();
    const counted = countChange(record, "decryption", { most: LIMITS.encryptionChanges, nowMs });
    if (counted === undefined)
      throw limitExceeded(
        `Encryption of stream ${record.name} cannot be stopped more than ${LIMITS.encryptionChanges} times in 24 hours.`,
      );
    const { encryptionKeyId: _keyId, ...rest } = counted;
    enqueueChange(context, tx, reference, record, { kind: "activate" });
    return { ...rest, status: "UPDATING" };
  });
  return {};
});
