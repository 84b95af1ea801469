// Notes what the bucket says has been put into it. A message may come more than once, and writes the same again.

import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";

interface QueueEvent {
  readonly Records: readonly { readonly messageId: string; readonly body: string }[];
}

interface BucketEvent {
  /** Not there in the test message that a bucket sends when its notifications are set. */
  readonly Records?: readonly { readonly s3: { readonly object: { readonly key: string; readonly size: number } } }[];
}

const dynamodb = new DynamoDBClient();

export const handler = async ({ Records }: QueueEvent) => {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const { messageId, body } of Records) {
    try {
      const { Records: created = [] } = JSON.parse(body) as BucketEvent;
      for (const { s3 } of created) await register(s3.object);
    } catch (error) {
      console.error("The material could not be registered", error);
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
};

async function register({ key, size }: { readonly key: string; readonly size: number }): Promise<void> {
  // AWS: "Event message structure": the key is URL-encoded, with plus signs for spaces.
  const [courseId = "", name = ""] = decodeURIComponent(key.replaceAll("+", " ")).split("/");
  await dynamodb.send(
    new PutItemCommand({
      TableName: process.env["MATERIAL_TABLE"],
      Item: { courseId: { S: courseId }, name: { S: name }, bytes: { N: String(size) } },
    }),
  );
}
