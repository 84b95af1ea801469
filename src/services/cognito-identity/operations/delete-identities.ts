// DeleteIdentities: removes identities, wherever in the account's Region their pools are. Those that it may not or cannot remove are told.

import type {
  DeleteIdentitiesCommandInput,
  DeleteIdentitiesCommandOutput,
  UnprocessedIdentityId,
} from "@aws-sdk/client-cognito-identity";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { loadIdentity, loadIdentityHome, removeIdentity } from "../repo.ts";

export const deleteIdentities = defineOperation<Input<DeleteIdentitiesCommandInput>, DeleteIdentitiesCommandOutput>(
  "DeleteIdentities",
  (input, context) => {
    const UnprocessedIdentityIds = context.store.write<UnprocessedIdentityId[]>((tx) =>
      input.IdentityIdsToDelete.flatMap((IdentityId): UnprocessedIdentityId[] => {
        const home = loadIdentityHome(tx, IdentityId);
        const identity = home && loadIdentity(tx, context, home.poolId, IdentityId);
        // Another account's is answered as one that is not there.
        if (identity === undefined) return [{ IdentityId, ErrorCode: "AccessDenied" }];
        removeIdentity(tx, context, identity);
        return [];
      }),
    );
    return { UnprocessedIdentityIds };
  },
);
