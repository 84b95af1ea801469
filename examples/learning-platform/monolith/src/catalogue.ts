// Courses and what is in them.

import { DynamoDBClient, PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { answer, type ApiRequest, bodyOf, isTeacher } from "../../common/http.ts";
import { isEnrolled } from "./learning.ts";

const dynamodb = new DynamoDBClient();
const s3 = new S3Client();

export async function listCourses() {
  const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: process.env["COURSE_TABLE"] }));
  const courses = Items.map((item) => ({
    courseId: item["courseId"]?.S,
    title: item["title"]?.S,
    summary: item["summary"]?.S,
    priceCents: Number(item["priceCents"]?.N),
  }));
  return answer(200, { courses });
}

export async function putCourse(request: ApiRequest<string>, courseId = "") {
  if (!isTeacher(request)) return answer(403, { message: "Only teachers change the catalogue." });
  const { title, summary = "", priceCents } = bodyOf<{ title: string; summary: string; priceCents: number }>(request);
  if (typeof title !== "string" || typeof summary !== "string" || !Number.isInteger(priceCents))
    return answer(400, { message: "A course has a title and a price in cents." });
  await dynamodb.send(
    new PutItemCommand({
      TableName: process.env["COURSE_TABLE"],
      Item: {
        courseId: { S: courseId },
        title: { S: title },
        summary: { S: summary },
        priceCents: { N: String(priceCents) },
      },
    }),
  );
  return answer(200, { courseId, title, summary, priceCents });
}

export async function listMaterial(_request: ApiRequest<string>, courseId = "") {
  const list = new ListObjectsV2Command({ Bucket: process.env["MATERIAL_BUCKET"], Prefix: `${courseId}/` });
  const { Contents = [] } = await s3.send(list);
  return answer(200, {
    materials: Contents.map(({ Key = "", Size }) => ({ name: Key.slice(courseId.length + 1), bytes: Size })),
  });
}

export async function putMaterial(request: ApiRequest<string>, courseId = "", name = "") {
  if (!isTeacher(request)) return answer(403, { message: "Only teachers add materials." });
  const put = new PutObjectCommand({ Bucket: process.env["MATERIAL_BUCKET"], Key: `${courseId}/${name}` });
  return answer(200, { uploadUrl: await getSignedUrl(s3, put, { expiresIn: 900 }) });
}

export async function readMaterial(request: ApiRequest<string>, courseId = "", name = "") {
  if (!(await isEnrolled(request, courseId)))
    return answer(403, { message: "Only who is enrolled in the course can read it." });
  const get = new GetObjectCommand({ Bucket: process.env["MATERIAL_BUCKET"], Key: `${courseId}/${name}` });
  return answer(200, { url: await getSignedUrl(s3, get, { expiresIn: 3600 }) });
}
