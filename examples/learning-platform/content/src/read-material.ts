// Gives whoever is enrolled in the course a URL that shows a material for a while. The bytes do not go through the API.

import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { answer, type ApiRequest, userOf } from "../../common/http.ts";

const dynamodb = new DynamoDBClient();
const s3 = new S3Client();

export const handler = async (request: ApiRequest<"courseId" | "name">) => {
  const { courseId, name } = request.pathParameters;
  const { Item } = await dynamodb.send(
    new GetItemCommand({
      TableName: process.env["READER_TABLE"],
      Key: { userId: { S: userOf(request).userId }, courseId: { S: courseId } },
    }),
  );
  if (Item === undefined) return answer(403, { message: "Only who is enrolled in the course can read it." });
  const get = new GetObjectCommand({ Bucket: process.env["MATERIAL_BUCKET"], Key: `${courseId}/${name}` });
  return answer(200, { url: await getSignedUrl(s3, get, { expiresIn: 3600 }) });
};
