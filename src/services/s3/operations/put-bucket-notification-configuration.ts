// PutBucketNotificationConfiguration: every destination is tried before the configuration is kept.
// AWS: PutBucketNotificationConfiguration (API reference).

import type {
  PutBucketNotificationConfigurationCommandInput,
  PutBucketNotificationConfigurationCommandOutput,
} from "@aws-sdk/client-s3";
import { ALPHABET } from "../../../kernel/ids.ts";
import type { Input } from "../../../service/apis.ts";
import { parseNotifications } from "../notification.ts";
import { validateDestination } from "../notify.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";
import { saveBucket } from "../repo.ts";

export const putBucketNotificationConfiguration = defineS3Operation<
  Input<PutBucketNotificationConfigurationCommandInput>,
  PutBucketNotificationConfigurationCommandOutput
>(
  "PutBucketNotificationConfiguration",
  ["NotificationConfiguration", "SkipDestinationValidation"],
  async (input, context) => {
    const newId = (): string => context.random.text(48, ALPHABET.base62);
    const bucket = context.store.read((tx) => requireBucket(tx, context, input));
    const notifications = parseNotifications(input.NotificationConfiguration, bucket.region, newId);
    const isBridged = input.NotificationConfiguration.EventBridgeConfiguration !== undefined;
    if (input.SkipDestinationValidation !== true) {
      for (const notification of notifications) await validateDestination(context, bucket, notification);
    }
    context.store.write((tx) => {
      const { notifications: _, isBridged: __, ...present } = requireBucket(tx, context, input);
      saveBucket(tx, {
        ...present,
        ...(notifications.length === 0 ? {} : { notifications }),
        ...(isBridged ? { isBridged } : {}),
      });
    });
    return {};
  },
);
