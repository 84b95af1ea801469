// ListKeys: the ids and ARNs of all keys of the account in the Region.

import type { ListKeysCommandInput, ListKeysCommandOutput } from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { keyArn } from "../keys.ts";
import { parseMarker, takePage } from "../pages.ts";
import { listKeys as storedKeys } from "../repo.ts";

export const listKeys = defineOperation<Input<ListKeysCommandInput>, ListKeysCommandOutput>(
  "ListKeys",
  ({ Limit = 100, Marker }, context) => {
    const after = parseMarker(Marker);
    return context.store.read((tx) => {
      const { items, next } = takePage(storedKeys(tx, context, after), Limit, ({ keyId }) => keyId);
      return { Keys: items.map(({ keyId }) => ({ KeyId: keyId, KeyArn: keyArn(context, keyId) })), ...next };
    });
  },
);
