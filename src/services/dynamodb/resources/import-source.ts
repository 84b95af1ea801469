// A table that is made of objects in S3: ImportSourceSpecification.

import type { CreateTableCommandInput, ImportTableCommandInput } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../kernel/errors.ts";
import type { Properties, ResourceContext } from "../../../service/resource-type.ts";

type TableInput = Omit<CreateTableCommandInput, "Tags">;

/** Imports the table and waits until it is done. A repeated step goes on with the import that it asked for. */
export async function importTable(
  input: TableInput,
  source: Properties,
  { aws, clientToken, wait }: ResourceContext,
  pollMs: number,
): Promise<void> {
  const asked = await aws.dynamoDB.importTable({
    ...(source as Pick<ImportTableCommandInput, "S3BucketSource" | "InputFormat" | "InputFormatOptions">),
    ClientToken: clientToken,
    TableCreationParameters: {
      TableName: input.TableName,
      AttributeDefinitions: input.AttributeDefinitions,
      KeySchema: input.KeySchema,
      ...(input.BillingMode !== undefined && { BillingMode: input.BillingMode }),
      ...(input.ProvisionedThroughput !== undefined && { ProvisionedThroughput: input.ProvisionedThroughput }),
      ...(input.OnDemandThroughput !== undefined && { OnDemandThroughput: input.OnDemandThroughput }),
      ...(input.SSESpecification !== undefined && { SSESpecification: input.SSESpecification }),
      ...(input.GlobalSecondaryIndexes !== undefined && { GlobalSecondaryIndexes: input.GlobalSecondaryIndexes }),
    },
  });
  const ImportArn = asked.ImportTableDescription?.ImportArn;
  for (;;) {
    const { ImportTableDescription: present } = await aws.dynamoDB.describeImport({ ImportArn });
    if (present?.ImportStatus === "COMPLETED") return;
    if (present?.ImportStatus === "FAILED")
      throw new AwsError({
        code: present.FailureCode ?? "ImportFailed",
        message: `The import of ${input.TableName} failed: ${present.FailureMessage ?? "no reason is known"}`,
      });
    await wait(pollMs);
  }
}
