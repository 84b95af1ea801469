// DescribeBackup.

import type { DescribeBackupCommandInput, DescribeBackupCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeBackup as describe } from "../backups/describe.ts";
import { requireBackup } from "../backups/names.ts";

/** DescribeBackup. */
export const describeBackup = defineOperation<Input<DescribeBackupCommandInput>, DescribeBackupCommandOutput>(
  "DescribeBackup",
  (input, context) => {
    const { reference, backup } = context.store.read((tx) => requireBackup(tx, input.BackupArn));
    return { BackupDescription: describe(reference, backup) };
  },
);
