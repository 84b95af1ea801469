// Cross-origin rules as browsers meet them: preflights and answers, path style and virtual hosts.

import { request as httpRequest } from "node:http";
import {
  CreateBucketCommand,
  DeleteBucketCorsCommand,
  DeleteBucketOwnershipControlsCommand,
  DeletePublicAccessBlockCommand,
  GetBucketCorsCommand,
  PutBucketCorsCommand,
  PutObjectCommand,
  S3Client,
  type CORSRule,
} from "@aws-sdk/client-s3";
import { beforeAll, expect, test } from "vitest";
import { sharedYard, type TestYard } from "../../../testing/harness.ts";

let yard: TestYard;
let s3: S3Client;
let names = 0;

beforeAll(async () => {
  yard = await sharedYard();
  s3 = yard.account().client(S3Client);
});

async function bucketWith(CORSRules: CORSRule[]): Promise<string> {
  const Bucket = `cors-${process.pid}-${++names}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } }));
  return Bucket;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A request with any headers, which fetch does not send: Host and Origin. */
function send(method: string, url: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(url, { method, headers }, (answer) => {
      let body = "";
      answer.on("data", (chunk: Buffer) => (body += chunk.toString()));
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }));
    });
    sent.on("error", reject);
    sent.end();
  });
}

const RULES: CORSRule[] = [
  {
    ID: "app",
    AllowedMethods: ["GET", "PUT"],
    AllowedOrigins: ["http://*.example.com"],
    AllowedHeaders: ["Content-Type", "x-amz-*"],
    ExposeHeaders: ["ETag"],
    MaxAgeSeconds: 600,
  },
  { AllowedMethods: ["GET"], AllowedOrigins: ["*"] },
];
const VARY = "Origin, Access-Control-Request-Headers, Access-Control-Request-Method";

test("a preflight is answered by the rule that allows it", async () => {
  // Goal: the header set of both kinds of rule, by path and by host.
  // AWS: "How does Amazon S3 evaluate the CORS configuration on a bucket?" (user guide).
  const Bucket = await bucketWith(RULES);
  const asked = {
    origin: "http://app.example.com",
    "access-control-request-method": "PUT",
    "access-control-request-headers": "Content-Type, X-Amz-Date",
  };
  const expected = {
    status: 200,
    body: "",
    headers: {
      "access-control-allow-origin": "http://app.example.com",
      "access-control-allow-methods": "GET, PUT",
      "access-control-allow-headers": "content-type, x-amz-date",
      "access-control-expose-headers": "ETag",
      "access-control-max-age": "600",
      "access-control-allow-credentials": "true",
      vary: VARY,
    },
  };
  expect(await send("OPTIONS", `${yard.origin}/${Bucket}/key`, asked)).toMatchObject(expected);
  const { port } = new URL(yard.origin);
  for (const host of [`${Bucket}.s3.localhost:${port}`, `${Bucket}.localhost:${port}`])
    expect(await send("OPTIONS", `${yard.origin}/key`, { ...asked, host })).toMatchObject(expected);

  const any = await send("OPTIONS", `${yard.origin}/${Bucket}/key`, {
    origin: "https://elsewhere",
    "access-control-request-method": "GET",
  });
  expect(any.headers).toMatchObject({ "access-control-allow-origin": "*", "access-control-allow-methods": "GET" });
  expect(any.headers["access-control-allow-credentials"]).toBeUndefined();
});

test("a preflight that no rule allows is refused with the reason", async () => {
  // AWS: the answers as recorded in public bug reports ("CORSResponse: ...").
  const Bucket = await bucketWith(RULES);
  const url = `${yard.origin}/${Bucket}/key`;
  const refused = await send("OPTIONS", url, { origin: "http://x", "access-control-request-method": "DELETE" });
  expect(refused.status).toBe(403);
  expect(refused.body).toContain("<Code>AccessForbidden</Code>");
  expect(refused.body).toContain("CORSResponse: This CORS request is not allowed.");
  expect(refused.body).toContain("<Method>DELETE</Method><ResourceType>OBJECT</ResourceType>");
  const header = await send("OPTIONS", url, {
    origin: "http://app.example.com",
    "access-control-request-method": "PUT",
    "access-control-request-headers": "authorization",
  });
  expect(header.status).toBe(403);
  const incomplete = await send("OPTIONS", url, { origin: "http://x" });
  expect([incomplete.status, incomplete.body]).toEqual([
    400,
    expect.stringContaining("Invalid Access-Control-Request-Method: null"),
  ]);
  expect((await send("OPTIONS", url)).body).toContain("Insufficient information. Origin request header needed.");
  await s3.send(new DeleteBucketCorsCommand({ Bucket }));
  const off = await send("OPTIONS", url, { origin: "http://x", "access-control-request-method": "GET" });
  expect([off.status, off.body]).toEqual([403, expect.stringContaining("CORS is not enabled for this bucket.")]);
  const host = `nobody-has-this.s3.localhost:${new URL(yard.origin).port}`;
  const gone = await send("OPTIONS", yard.origin, { host, origin: "http://x", "access-control-request-method": "GET" });
  expect([gone.status, gone.body]).toEqual([403, expect.stringContaining("CORSResponse: Bucket not found")]);
  // A path that names no bucket may mean another service: S3 does not answer for it.
  const other = await send("OPTIONS", `${yard.origin}/2015-03-31/functions`, { origin: "http://x" });
  expect(other.body).not.toContain("CORSResponse");
});

test("answers to pages of other origins say what the page may see, errors too", async () => {
  // Goal: an open object and what is denied, with an origin that is allowed and one that is not.
  const Bucket = await bucketWith(RULES.slice(0, 1));
  await s3.send(new DeleteBucketOwnershipControlsCommand({ Bucket }));
  await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
  await s3.send(new PutObjectCommand({ Bucket, Key: "key", Body: "text", ACL: "public-read" }));
  const url = `${yard.origin}/${Bucket}/key`;
  const good = await send("GET", url, { origin: "http://app.example.com" });
  expect(good).toMatchObject({
    status: 200,
    body: "text",
    headers: { "access-control-allow-origin": "http://app.example.com", vary: VARY },
  });
  const denied = await send("GET", `${url}s`, { origin: "http://app.example.com" });
  expect(denied).toMatchObject({
    status: 403,
    headers: { "access-control-allow-origin": "http://app.example.com", "access-control-expose-headers": "ETag" },
  });
  const stranger = await send("GET", url, { origin: "http://other" });
  expect(stranger.status).toBe(200);
  expect(stranger.headers["access-control-allow-origin"]).toBeUndefined();
});

test("rules are kept as they were given, and bad ones are refused", async () => {
  // AWS: "PutBucketCors" (API reference) and the messages that S3 gives.
  const Bucket = await bucketWith(RULES);
  expect((await s3.send(new GetBucketCorsCommand({ Bucket }))).CORSRules).toEqual(RULES);
  const put = (...CORSRules: Partial<CORSRule>[]) =>
    s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: CORSRules as CORSRule[] } }));
  const rule: CORSRule = { AllowedMethods: ["GET"], AllowedOrigins: ["*"] };
  await expect(put()).rejects.toMatchObject({ name: "MalformedXML" });
  await expect(put({ AllowedMethods: ["GET"] })).rejects.toMatchObject({ name: "MalformedXML" });
  await expect(put({ ...rule, AllowedMethods: ["PATCH"] })).rejects.toThrow(
    "Found unsupported HTTP method in CORS config. Unsupported method is PATCH",
  );
  await expect(put({ ...rule, AllowedOrigins: ["http://*.*"] })).rejects.toThrow(
    'AllowedOrigin "http://*.*" can not have more than one wildcard.',
  );
  await expect(put({ ...rule, AllowedHeaders: ["*-*"] })).rejects.toThrow(
    'AllowedHeader "*-*" can not have more than one wildcard.',
  );
  await expect(put({ ...rule, ExposeHeaders: ["x-*"] })).rejects.toThrow(
    'ExposeHeader "x-*" contains wildcard. We currently do not support wildcard for ExposeHeader.',
  );
  await expect(put(...Array.from({ length: 101 }, () => rule))).rejects.toMatchObject({ name: "InvalidRequest" });
  await s3.send(new DeleteBucketCorsCommand({ Bucket }));
  await expect(s3.send(new GetBucketCorsCommand({ Bucket }))).rejects.toMatchObject({
    name: "NoSuchCORSConfiguration",
    $metadata: { httpStatusCode: 404 },
  });
});
