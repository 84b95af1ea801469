// StopDeliveryStreamEncryption: records that come in from now on are not encrypted.

import type {
  StopDeliveryStreamEncryptionCommandInput,
  StopDeliveryStreamEncryptionCommandOutput,
} from "@aws-sdk/client-firehose";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { countChange, requireChangeable } from "../encryption-changes.ts";
import { changeStream } from "../streams.ts";
import { enqueueTransition } from "../transitions.ts";

export const stopDeliveryStreamEncryption = defineOperation<
  Input<StopDeliveryStreamEncryptionCommandInput>,
  StopDeliveryStreamEncryptionCommandOutput
>("StopDeliveryStreamEncryption", ({ DeliveryStreamName: name }, context) => {
  changeStream(
    context,
    name,
    (stream) => {
      requireChangeable(context, stream);
      const changedAtMs = countChange(context, stream);
      if (stream.encryption.status === "DISABLED")
        return { ...stream, encryption: { status: "DISABLED", changedAtMs } };
      // The grant stays: records that were encrypted are still to be delivered.
      return { ...stream, encryption: { ...stream.encryption, status: "DISABLING", changedAtMs } };
    },
    (tx, stream) => enqueueTransition(context, tx, context, stream),
  );
  return {};
});
