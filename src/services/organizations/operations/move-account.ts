// MoveAccount: moves an account to another root or unit.

import type { MoveAccountCommandInput, MoveAccountCommandOutput } from "@aws-sdk/client-organizations";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { destinationNotFound, duplicateAccount, sourceNotFound } from "../errors.ts";
import { membershipChanged } from "../membership.ts";
import { manage } from "../organization.ts";
import { saveMember } from "../repo.ts";
import { isParent, requireMember } from "../tree.ts";

export const moveAccount = defineOperation<Input<MoveAccountCommandInput>, MoveAccountCommandOutput>(
  "MoveAccount",
  (input, context) => {
    const { AccountId, SourceParentId, DestinationParentId } = input;
    manage(context, (tx, organization) => {
      const member = requireMember(tx, organization, AccountId);
      if (!isParent(tx, organization, SourceParentId) || member.parentId !== SourceParentId) throw sourceNotFound();
      if (!isParent(tx, organization, DestinationParentId)) throw destinationNotFound();
      if (SourceParentId === DestinationParentId) throw duplicateAccount();
      saveMember(tx, organization.id, { ...member, parentId: DestinationParentId });
      membershipChanged(tx, context, organization);
    });
    return {};
  },
);
