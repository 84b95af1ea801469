// CreateLogGroup. AWS: CreateLogGroup (API reference).

import type { CreateLogGroupCommandInput, CreateLogGroupCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidParameter, logGroupExists, notImplemented } from "../errors.ts";
import { loadGroup, saveGroup } from "../repo.ts";

export const createLogGroup = defineOperation<Input<CreateLogGroupCommandInput>, CreateLogGroupCommandOutput>(
  "CreateLogGroup",
  (input, context) => {
    const { logGroupName, tags = {}, kmsKeyId, logGroupClass = "STANDARD", deletionProtectionEnabled } = input;
    if (logGroupName.startsWith("aws/")) throw invalidParameter("Log groups starting with aws/ are reserved for AWS.");
    if (kmsKeyId !== undefined) throw notImplemented("log groups that are encrypted with KMS keys");
    if (logGroupClass !== "STANDARD") throw notImplemented(`log groups of class ${logGroupClass}`);
    context.store.write((tx) => {
      if (loadGroup(tx, context, logGroupName) !== undefined) throw logGroupExists();
      saveGroup(tx, context, {
        v: 1,
        logGroupName,
        groupId: context.random.hex(16),
        createdAtMs: context.clock.nowMs(),
        tags,
        ...(deletionProtectionEnabled === true ? { isProtected: true } : {}),
      });
    });
    return {};
  },
);
