// CreateAccessKey: makes an access key; its secret is shown this once.

import type { CreateAccessKeyCommandInput, CreateAccessKeyCommandOutput } from "@aws-sdk/client-iam";
import { newAccessKeyId, newSecret } from "../../../iam/directory/names.ts";
import type { AccessKeyRecord } from "../../../iam/directory/records.ts";
import { accessKeysOf, changeIam, saveAccessKey } from "../../../iam/directory/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { once } from "../../../service/once.ts";
import { defineOperation } from "../../../service/service.ts";
import type { WriteTx } from "../../../store/store.ts";
import { requireEntity, userNameOf } from "../entities.ts";
import { quotaExceeded } from "../errors.ts";

// AWS: "IAM and AWS STS quotas".
const KEY_LIMIT = 2;

export const createAccessKey = defineOperation<Input<CreateAccessKeyCommandInput>, CreateAccessKeyCommandOutput>(
  "CreateAccessKey",
  (input, context) => {
    const userName = userNameOf(input, context);
    const { account, random } = context;
    const make = (tx: WriteTx): AccessKeyRecord => {
      requireEntity(tx, account, "user", userName);
      if (accessKeysOf(tx, account, userName).length >= KEY_LIMIT) throw quotaExceeded("AccessKeysPerUser", KEY_LIMIT);
      const id = newAccessKeyId(random, "AKIA", account);
      const createdAtMs = context.clock.nowMs();
      const key: AccessKeyRecord = {
        v: 1,
        id,
        account,
        userName,
        secret: newSecret(random),
        isActive: true,
        createdAtMs,
      };
      saveAccessKey(tx, key);
      return key;
    };
    const { id, secret, createdAtMs } = changeIam(context.store, (tx) =>
      once(tx, context, "CreateAccessKey", () => make(tx)),
    );
    return {
      AccessKey: {
        UserName: userName,
        AccessKeyId: id,
        Status: "Active",
        SecretAccessKey: secret,
        CreateDate: new Date(createdAtMs),
      },
    };
  },
);
