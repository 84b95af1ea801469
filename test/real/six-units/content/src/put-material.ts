// Takes the text of a material. The bucket tells who wants to know that it is there.

import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";

interface Request {
  readonly pathParameters: { readonly courseId: string; readonly name: string };
  readonly body?: string;
  readonly isBase64Encoded: boolean;
}

const s3 = new S3Client();

export const handler = async ({ pathParameters: { courseId, name }, body = "", isBase64Encoded }: Request) => {
  const content = Buffer.from(body, isBase64Encoded ? "base64" : "utf8");
  if (content.length === 0) {
    return { statusCode: 400, body: JSON.stringify({ message: "A material has a content." }) };
  }
  await s3.send(
    new PutObjectCommand({
      Bucket: process.env["MATERIAL_BUCKET"],
      Key: `${courseId}/${name}`,
      Body: content,
      ContentType: "text/plain; charset=utf-8",
    }),
  );
  return { statusCode: 202, body: JSON.stringify({ courseId, name, bytes: content.length }) };
};
