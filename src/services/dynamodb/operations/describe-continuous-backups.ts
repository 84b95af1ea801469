// DescribeContinuousBackups: as every table is until point-in-time recovery is switched on, which cannot be done here.
// AWS: API Reference, ContinuousBackupsDescription: continuous backups are ENABLED on all tables at creation.

import type {
  DescribeContinuousBackupsCommandInput,
  DescribeContinuousBackupsCommandOutput,
} from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../kernel/errors.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { findTable } from "../repo.ts";
import { parseTableReference } from "../tables/names.ts";

/** DescribeContinuousBackups. */
export const describeContinuousBackups = defineOperation<
  Input<DescribeContinuousBackupsCommandInput>,
  DescribeContinuousBackupsCommandOutput
>("DescribeContinuousBackups", (input, context) => {
  const reference = parseTableReference(input.TableName, context);
  if (findTable(context.store, reference, reference.tableName) === undefined)
    throw new AwsError({ code: "TableNotFoundException", message: `Table not found: ${reference.tableName}` });
  return {
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: "ENABLED",
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: "DISABLED" },
    },
  };
});
