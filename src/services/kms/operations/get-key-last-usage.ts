// GetKeyLastUsage: which cryptographic operation used the key last, and when.

import type { GetKeyLastUsageCommandInput, GetKeyLastUsageCommandOutput } from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireKey } from "../keys.ts";
import { loadUse } from "../repo.ts";

// The event id that AWS gives besides is one of its trail; ours has no events of cryptographic operations.
export const getKeyLastUsage = defineOperation<Input<GetKeyLastUsageCommandInput>, GetKeyLastUsageCommandOutput>(
  "GetKeyLastUsage",
  ({ KeyId }, context) => {
    const { scope, arn, record } = requireKey(context, KeyId, "GetKeyLastUsage", { isById: true });
    const use = context.store.read((tx) => loadUse(tx, scope, record.keyId));
    const created = new Date(record.createdAtMs);
    return {
      KeyId: arn,
      ...(use === undefined
        ? {}
        : { KeyLastUsage: { Operation: use.operation, Timestamp: new Date(use.atMs), KmsRequestId: use.requestId } }),
      TrackingStartDate: created,
      KeyCreationDate: created,
    };
  },
);
