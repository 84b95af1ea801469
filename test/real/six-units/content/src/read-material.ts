// Gives a material to whoever is enrolled in its course.

import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, NoSuchKey, S3Client } from "@aws-sdk/client-s3";

interface Request {
  readonly pathParameters: { readonly userId: string; readonly courseId: string; readonly name: string };
}

const dynamodb = new DynamoDBClient();
const s3 = new S3Client();

export const handler = async ({ pathParameters: { userId, courseId, name } }: Request) => {
  const { Item } = await dynamodb.send(
    new GetItemCommand({
      TableName: process.env["READER_TABLE"],
      Key: { userId: { S: userId }, courseId: { S: courseId } },
    }),
  );
  if (Item === undefined) {
    return { statusCode: 403, body: JSON.stringify({ message: "Only who is enrolled in the course can read it." }) };
  }
  try {
    const { Body } = await s3.send(
      new GetObjectCommand({ Bucket: process.env["MATERIAL_BUCKET"], Key: `${courseId}/${name}` }),
    );
    const headers = { "content-type": "text/plain; charset=utf-8" };
    return { statusCode: 200, headers, body: (await Body?.transformToString()) ?? "" };
  } catch (error) {
    if (!(error instanceof NoSuchKey)) throw error;
    return { statusCode: 404, body: JSON.stringify({ message: `The course has no material "${name}".` }) };
  }
};
