// Gives a teacher a URL for a material's bytes, which go to the bucket by themselves: a video is too large for an API.

import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { answer, type ApiRequest, isTeacher } from "../../common/http.ts";

const s3 = new S3Client();

export const handler = async (request: ApiRequest<"courseId" | "name">) => {
  if (!isTeacher(request)) return answer(403, { message: "Only teachers add materials." });
  const { courseId, name } = request.pathParameters;
  const put = new PutObjectCommand({ Bucket: process.env["MATERIAL_BUCKET"], Key: `${courseId}/${name}` });
  return answer(200, { uploadUrl: await getSignedUrl(s3, put, { expiresIn: 900 }) });
};
