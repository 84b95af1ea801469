// Notes what the bucket says has been put into it. A message may come more than once, and writes the same again.

import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { eachMessage } from "../../common/queue.ts";

interface BucketEvent {
  /** Not there in the test message that a bucket sends when its notifications are set. */
  readonly Records?: readonly { readonly s3: { readonly object: { readonly key: string; readonly size: number } } }[];
}

const dynamodb = new DynamoDBClient();

export const handler = eachMessage<BucketEvent>(async ({ Records = [] }) => {
  for (const { s3 } of Records) {
    // AWS: "Event message structure": the key is URL-encoded, with plus signs for spaces.
    const [courseId = "", name = ""] = decodeURIComponent(s3.object.key.replaceAll("+", " ")).split("/");
    await dynamodb.send(
      new PutItemCommand({
        TableName: process.env["MATERIAL_TABLE"],
        Item: { courseId: { S: courseId }, name: { S: name }, bytes: { N: String(s3.object.size) } },
      }),
    );
  }
});
