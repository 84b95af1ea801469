// CloseAccount: closes an account: it stays listed, suspended. DEVIATION: its resources stay as they are.

import type { CloseAccountCommandInput, CloseAccountCommandOutput } from "@aws-sdk/client-organizations";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { accountClosed, constraintViolation } from "../errors.ts";
import { manage } from "../organization.ts";
import { saveMember } from "../repo.ts";
import { requireMember } from "../tree.ts";

export const closeAccount = defineOperation<Input<CloseAccountCommandInput>, CloseAccountCommandOutput>(
  "CloseAccount",
  (input, context) => {
    manage(context, (tx, organization) => {
      const member = requireMember(tx, organization, input.AccountId);
      if (member.account === organization.managementAccount)
        throw constraintViolation("You can't close the management account.", "CANNOT_CLOSE_MANAGEMENT_ACCOUNT");
      if (member.isClosed) throw accountClosed();
      saveMember(tx, organization.id, { ...member, isClosed: true });
    });
    return {};
  },
);
