// DeleteAccessKey: deletes an access key.

import type { DeleteAccessKeyCommandInput, DeleteAccessKeyCommandOutput } from "@aws-sdk/client-iam";
import { removeKeyUse } from "../../../iam/directory/accesses.ts";
import { changeIam, loadAccessKey, removeAccessKey } from "../../../iam/directory/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { userNameOf } from "../entities.ts";
import { accessKeyNotFound } from "../errors.ts";

export const deleteAccessKey = defineOperation<Input<DeleteAccessKeyCommandInput>, DeleteAccessKeyCommandOutput>(
  "DeleteAccessKey",
  (input, context) => {
    const userName = userNameOf(input, context);
    // What is still being counted would come after it.
    context.accesses.flush();
    changeIam<void>(context.store, (tx) => {
      const key = loadAccessKey(tx, input.AccessKeyId);
      const isOwn = key?.account === context.account && key.userName === userName;
      if (key === undefined || !isOwn) throw accessKeyNotFound(input.AccessKeyId);
      removeAccessKey(tx, key);
      removeKeyUse(tx, key.id);
    });
    return {};
  },
);
