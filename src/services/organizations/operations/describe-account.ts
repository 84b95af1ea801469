// DescribeAccount: tells about one account.

import type { DescribeAccountCommandInput, DescribeAccountCommandOutput } from "@aws-sdk/client-organizations";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { inspect } from "../organization.ts";
import { requireMember, showAccount } from "../tree.ts";

export const describeAccount = defineOperation<Input<DescribeAccountCommandInput>, DescribeAccountCommandOutput>(
  "DescribeAccount",
  (input, context) => {
    return inspect(context, (tx, organization) => {
      const member = requireMember(tx, organization, input.AccountId);
      return { Account: showAccount(tx, organization, member) };
    });
  },
);
