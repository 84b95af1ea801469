// StartDeliveryStreamEncryption: records that come in from now on are encrypted, or with another key.

import type {
  StartDeliveryStreamEncryptionCommandInput,
  StartDeliveryStreamEncryptionCommandOutput,
} from "@aws-sdk/client-firehose";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { countChange, requireChangeable } from "../encryption-changes.ts";
import { grantKey } from "../encryption.ts";
import { readEncryption } from "../encryption-settings.ts";
import type { EncryptionRecord } from "../records.ts";
import { changeStream, requireStream } from "../streams.ts";
import { enqueueTransition } from "../transitions.ts";

export const startDeliveryStreamEncryption = defineOperation<
  Input<StartDeliveryStreamEncryptionCommandInput>,
  StartDeliveryStreamEncryptionCommandOutput
>("StartDeliveryStreamEncryption", async (input, context) => {
  const { DeliveryStreamName: name, DeliveryStreamEncryptionConfigurationInput: asked } = input;
  // AWS: "DeliveryStreamEncryptionConfigurationInput ... If you do not specify it, an AWS owned key": KeyType's page says so.
  const key = readEncryption(context, asked) ?? { keyType: "AWS_OWNED_CMK" };
  requireChangeable(context, requireStream(context, name));
  const grantId = key.keyArn === undefined ? undefined : await grantKey(context, name, key.keyArn);
  let retired: Pick<EncryptionRecord, "grantId" | "keyArn"> = {};
  changeStream(
    context,
    name,
    (stream) => {
      requireChangeable(context, stream);
      const { keyArn, grantId: before } = stream.encryption;
      retired = { ...(keyArn === undefined ? {} : { keyArn }), ...(before === undefined ? {} : { grantId: before }) };
      const encryption: EncryptionRecord = {
        status: "ENABLING",
        changedAtMs: countChange(context, stream),
        ...key,
        ...(grantId === undefined ? {} : { grantId }),
      };
      return { ...stream, encryption };
    },
    (tx, stream) => enqueueTransition(context, tx, context, stream, retired),
  );
  return {};
});
