// ListAliases: the account's aliases in the Region, or those of one key.

import type { ListAliasesCommandInput, ListAliasesCommandOutput } from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { aliasArn, requireKey } from "../keys.ts";
import { parseMarker, takePage } from "../pages.ts";
import type { AliasRecord } from "../records.ts";
import { listAliases as storedAliases } from "../repo.ts";

export const listAliases = defineOperation<Input<ListAliasesCommandInput>, ListAliasesCommandOutput>(
  "ListAliases",
  ({ KeyId, Limit = 50, Marker }, context) => {
    const after = parseMarker(Marker);
    return context.store.read((tx) => {
      const key =
        KeyId === undefined ? undefined : requireKey(context, KeyId, "ListAliases", { isById: true }, tx).record;
      const { items, next } = takePage(
        aliasesOf(storedAliases(tx, context, after), key?.keyId),
        Limit,
        ({ name }) => name,
      );
      const Aliases = items.map(({ name, keyId, createdAtMs, updatedAtMs }) => ({
        AliasName: name,
        AliasArn: aliasArn(context, name),
        TargetKeyId: keyId,
        CreationDate: new Date(createdAtMs),
        LastUpdatedDate: new Date(updatedAtMs),
      }));
      return { Aliases, ...next };
    });
  },
);

function* aliasesOf(aliases: Iterable<AliasRecord>, keyId: string | undefined): Generator<AliasRecord> {
  for (const alias of aliases) if (keyId === undefined || alias.keyId === keyId) yield alias;
}
