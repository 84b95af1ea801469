// ListAccessKeys: lists a user's access keys without their secrets.

import type { ListAccessKeysCommandInput, ListAccessKeysCommandOutput } from "@aws-sdk/client-iam";
import { accessKeysOf } from "../../../iam/directory/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireEntity, userNameOf } from "../entities.ts";
import { pageMembers, pageOf } from "../pages.ts";

export const listAccessKeys = defineOperation<Input<ListAccessKeysCommandInput>, ListAccessKeysCommandOutput>(
  "ListAccessKeys",
  (input, context) => {
    const userName = userNameOf(input, context);
    const keys = context.store.read((tx) => {
      requireEntity(tx, context.account, "user", userName);
      return accessKeysOf(tx, context.account, userName);
    });
    const page = pageOf(keys, input, (key) => key.id);
    return {
      AccessKeyMetadata: page.items.map((key) => ({
        UserName: userName,
        AccessKeyId: key.id,
        Status: key.isActive ? "Active" : "Inactive",
        CreateDate: new Date(key.createdAtMs),
      })),
      ...pageMembers(page),
    };
  },
);
