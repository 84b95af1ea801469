// GetAccessKeyInfo: the account that an access key belongs to, which can be read from the key's id.

import type { GetAccessKeyInfoCommandInput, GetAccessKeyInfoCommandOutput } from "@aws-sdk/client-sts";
import { accountOfAccessKey } from "../../../iam/directory/names.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { validation } from "../errors.ts";

export const getAccessKeyInfo = defineOperation<Input<GetAccessKeyInfoCommandInput>, GetAccessKeyInfoCommandOutput>(
  "GetAccessKeyInfo",
  ({ AccessKeyId: id }) => {
    const account = accountOfAccessKey(id);
    if (account === undefined) throw validation(`Invalid AccessKeyId ${id}`);
    return { Account: account };
  },
);
