// UpdateAccessKey: switches an access key on or off.

import type { UpdateAccessKeyCommandInput, UpdateAccessKeyCommandOutput } from "@aws-sdk/client-iam";
import { changeIam, loadAccessKey, saveAccessKey } from "../../../iam/directory/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { userNameOf } from "../entities.ts";
import { accessKeyNotFound } from "../errors.ts";

export const updateAccessKey = defineOperation<Input<UpdateAccessKeyCommandInput>, UpdateAccessKeyCommandOutput>(
  "UpdateAccessKey",
  (input, context) => {
    const userName = userNameOf(input, context);
    changeIam<void>(context.store, (tx) => {
      const key = loadAccessKey(tx, input.AccessKeyId);
      const isOwn = key?.account === context.account && key.userName === userName;
      if (key === undefined || !isOwn) throw accessKeyNotFound(input.AccessKeyId);
      saveAccessKey(tx, { ...key, isActive: input.Status === "Active" });
    });
    return {};
  },
);
