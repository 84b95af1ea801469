// Form uploads, as a browser makes them: what the policy lets through, what it does not, and every way of answering.

import { createHmac } from "node:crypto";
import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";
import {
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutBucketPolicyCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { IAMClient, CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { expect, test } from "vitest";
import { sharedYard, type TestAccount } from "../../../testing/harness.ts";

let buckets = 0;

async function setUp() {
  const yard = await sharedYard();
  const account = yard.account();
  const s3 = account.client(S3Client);
  const Bucket = `forms-${process.pid}-${(buckets += 1)}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
  return { yard, account, s3, Bucket, url: `${yard.origin}/${Bucket}` };
}

type Fields = Record<string, string>;

/** AWS: "Calculating a Signature" for POST (S3 API reference): the policy in base 64 is the string to sign. */
function sign(
  account: TestAccount,
  fields: Fields,
  conditions: unknown[],
  expiration = "2099-01-01T00:00:00Z",
): Fields {
  const { accessKeyId, secretAccessKey } = account.config.credentials;
  const scope = `20260101/${account.region}/s3/aws4_request`;
  const own: Fields = {
    ...fields,
    "x-amz-algorithm": "AWS4-HMAC-SHA256",
    "x-amz-credential": `${accessKeyId}/${scope}`,
    "x-amz-date": "20260101T000000Z",
  };
  const signing = ["x-amz-algorithm", "x-amz-credential", "x-amz-date"].map((name) => ({ [name]: own[name] }));
  const policy = Buffer.from(JSON.stringify({ expiration, conditions: [...conditions, ...signing] })).toString(
    "base64",
  );
  let key: string | Buffer = `AWS4${secretAccessKey}`;
  for (const part of scope.split("/")) key = createHmac("sha256", key).update(part).digest();
  return { ...own, policy, "x-amz-signature": createHmac("sha256", key).update(policy).digest("hex") };
}

async function post(url: string, fields: Fields, content: string | undefined = "the file", fileName = "photo.jpg") {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  if (content !== undefined) form.append("file", new Blob([content]), fileName);
  const response = await fetch(url, { method: "POST", body: form, redirect: "manual" });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

function errorOf(body: string) {
  const text = (name: string): string | undefined =>
    new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1]?.replaceAll("&quot;", '"').replaceAll("&amp;", "&");
  return { code: text("Code"), message: text("Message"), text };
}

test("a signed form becomes an object with its headers, metadata and tags", async () => {
  // Goal: the whole way. Upload with a file name in the key, and read the object back.
  const { account, s3, Bucket, url } = await setUp();
  const fields = {
    key: "user/eric/${filename}",
    "Content-Type": "image/jpeg",
    "Cache-Control": "max-age=60",
    "x-amz-meta-UUID": "14365123651274",
    tagging: "<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>",
  };
  const conditions = [
    { bucket: Bucket },
    ["starts-with", "$key", "user/eric/"],
    ["starts-with", "$Content-Type", "image/"],
    ["starts-with", "$cache-control", ""],
    { "x-amz-meta-uuid": "14365123651274" },
    ["starts-with", "$tagging", ""],
    ["content-length-range", 1, 100],
  ];
  const answer = await post(url, sign(account, fields, conditions));
  expect([answer.status, answer.body]).toEqual([204, ""]);
  expect(answer.headers.get("location")).toBe(`${url}/user%2Feric%2Fphoto.jpg`);
  const object = await s3.send(new GetObjectCommand({ Bucket, Key: "user/eric/photo.jpg" }));
  expect(await object.Body?.transformToString()).toBe("the file");
  expect(object).toMatchObject({
    ContentType: "image/jpeg",
    CacheControl: "max-age=60",
    Metadata: { uuid: "14365123651274" },
    ETag: answer.headers.get("etag"),
  });
  const { TagSet } = await s3.send(new GetObjectTaggingCommand({ Bucket, Key: "user/eric/photo.jpg" }));
  expect(TagSet).toEqual([{ Key: "a", Value: "b" }]);
});

test("it answers as the form wants", async () => {
  // Goal: success_action_status and _redirect. AWS: "POST Object" (S3 API reference): 201 has a document, other statuses
  // are 204; a redirect gets bucket, key and etag.
  const { account, Bucket, url } = await setUp();
  const conditions = [{ bucket: Bucket }, { key: "a/b" }];
  const send = (name: string, value: string) =>
    post(url, sign(account, { key: "a/b", [name]: value }, [...conditions, { [name]: value }]));
  const created = await send("success_action_status", "201");
  expect(created.status).toBe(201);
  const { text } = errorOf(created.body);
  expect([text("Bucket"), text("Key"), text("Location")]).toEqual([Bucket, "a/b", `${url}/a%2Fb`]);
  expect((await send("success_action_status", "200")).status).toBe(200);
  expect((await send("success_action_status", "404")).status).toBe(204);
  const redirect = await send("success_action_redirect", "http://example.com/done?x=1");
  expect(redirect.status).toBe(303);
  const etag = encodeURIComponent(redirect.headers.get("etag") ?? "");
  expect(redirect.headers.get("location")).toBe(`http://example.com/done?x=1&bucket=${Bucket}&key=a%2Fb&etag=${etag}`);
  expect((await send("success_action_redirect", "/relative")).status).toBe(204);
});

test("what the policy does not let through is refused, and leaves no object", async () => {
  // Goal: each kind of violation, in S3's words. AWS: recorded (public test suites and bug reports).
  const { account, s3, Bucket, url } = await setUp();
  const base = { key: "k" };
  const conditions = [{ bucket: Bucket }, { key: "k" }];
  const cases: readonly (readonly [Fields, number, string, string])[] = [
    [
      sign(account, base, [{ bucket: Bucket }, ["starts-with", "$key", "user/"]]),
      403,
      "AccessDenied",
      'Invalid according to Policy: Policy Condition failed: ["starts-with", "$key", "user/"]',
    ],
    [
      sign(account, base, [{ bucket: "another" }, { key: "k" }]),
      403,
      "AccessDenied",
      'Invalid according to Policy: Policy Condition failed: ["eq", "$bucket", "another"]',
    ],
    [
      sign(account, base, [...conditions, ["starts-with", "$Content-Type", ""]]),
      403,
      "AccessDenied",
      'Invalid according to Policy: Policy Condition failed: ["starts-with", "$Content-Type", ""]',
    ],
    [
      sign(account, { ...base, "x-amz-meta-a": "1" }, conditions),
      403,
      "AccessDenied",
      "Invalid according to Policy: Extra input fields: x-amz-meta-a",
    ],
    [
      sign(account, base, conditions, "2020-01-01T00:00:00Z"),
      403,
      "AccessDenied",
      "Invalid according to Policy: Policy expired.",
    ],
    [
      sign(account, base, [...conditions, ["content-length-range", 1, 3]]),
      400,
      "EntityTooLarge",
      "Your proposed upload exceeds the maximum allowed size",
    ],
    [
      sign(account, base, [...conditions, ["content-length-range", "20", "30"]]),
      400,
      "EntityTooSmall",
      "Your proposed upload is smaller than the minimum allowed size",
    ],
    [
      sign(account, base, [...conditions, ["content-length-range", "test", "10"]]),
      403,
      "AccessDenied",
      'Invalid according to Policy: Policy Condition failed: ["content-length-range", "test", "10"]',
    ],
    [
      sign(account, base, [{ bucket: Bucket, key: "k" }]),
      400,
      "InvalidPolicyDocument",
      "Invalid Policy: Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.",
    ],
    [
      sign(account, base, conditions, "soon"),
      400,
      "InvalidPolicyDocument",
      "Invalid Policy: Invalid 'expiration' value: 'soon'",
    ],
  ];
  for (const [fields, status, code, message] of cases) {
    const answer = await post(url, fields);
    expect([answer.status, errorOf(answer.body).code, errorOf(answer.body).message]).toEqual([status, code, message]);
  }
  await expect(s3.send(new HeadObjectCommand({ Bucket, Key: "k" }))).rejects.toMatchObject({ name: "NotFound" });
  // Fields whose names begin with x-ignore- need no condition.
  expect((await post(url, sign(account, { ...base, "x-ignore-me": "1" }, conditions))).status).toBe(204);
});

test("signatures are verified, and incomplete forms say what they lack", async () => {
  // Goal: nobody uploads in somebody's name. Change the policy, the key, and leave fields out. AWS: recorded.
  const { account, Bucket, url } = await setUp();
  const signed = sign(account, { key: "k" }, [{ bucket: Bucket }, { key: "k" }]);
  const without = (...names: readonly string[]): Fields =>
    Object.fromEntries(Object.entries(signed).filter(([name]) => !names.includes(name)));
  const missing = (name: string): string =>
    `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`;
  const cases: readonly (readonly [Fields, number, string, string | undefined])[] = [
    [{ ...signed, policy: (signed["policy"] ?? "").slice(0, -2) }, 403, "SignatureDoesNotMatch", undefined],
    [
      { ...signed, "x-amz-credential": "AKIDNOBODY/20260101/us-east-1/s3/aws4_request" },
      403,
      "InvalidAccessKeyId",
      undefined,
    ],
    [without("x-amz-signature"), 400, "InvalidArgument", missing("X-Amz-Signature")],
    [without("x-amz-algorithm", "x-amz-credential"), 400, "InvalidArgument", missing("X-Amz-Algorithm")],
    [without("key"), 400, "InvalidArgument", missing("key")],
    // Nobody signed it: it is anonymous, and the bucket is private.
    [{ key: "k" }, 403, "AccessDenied", "Access Denied"],
  ];
  for (const [fields, status, code, message] of cases) {
    const answer = await post(url, fields);
    const found = errorOf(answer.body);
    expect([answer.status, found.code]).toEqual([status, code]);
    if (message !== undefined) expect(found.message).toBe(message);
  }
  const form = new FormData();
  for (const [name, value] of Object.entries(signed)) form.append(name, value);
  const noFile = await fetch(url, { method: "POST", body: form });
  expect(errorOf(await noFile.text())).toMatchObject({
    code: "InvalidArgument",
    message: "POST requires exactly one file upload per request.",
  });
  const large = await post(url, { ...signed, "x-ignore-large": "x".repeat(21_000) });
  expect(errorOf(large.body).code).toBe("MaxPostPreDataLengthExceeded");
  const noBucket = await post(`${url}-not-there`, signed);
  expect([noBucket.status, errorOf(noBucket.body).code]).toEqual([404, "NoSuchBucket"]);
});

test("a form of boto3's kind, signed in the old way, is taken", async () => {
  // Goal: Signature Version 2, as boto3 signs forms for endpoints that are not AWS's. HMAC-SHA1 over the policy.
  const { account, s3, Bucket, url } = await setUp();
  const { accessKeyId, secretAccessKey } = account.config.credentials;
  const document = { expiration: "2099-01-01T00:00:00Z", conditions: [{ bucket: Bucket }, { key: "old" }] };
  const policy = Buffer.from(JSON.stringify(document)).toString("base64");
  const signature = createHmac("sha1", secretAccessKey).update(policy).digest("base64");
  expect((await post(url, { key: "old", AWSAccessKeyId: accessKeyId, policy, signature })).status).toBe(204);
  await s3.send(new HeadObjectCommand({ Bucket, Key: "old" }));
  const wrong = await post(url, { key: "old", AWSAccessKeyId: accessKeyId, policy, signature: "AAAA" });
  expect(errorOf(wrong.body).code).toBe("SignatureDoesNotMatch");
});

test("the signer needs s3:PutObject, and an open bucket takes forms of anybody", async () => {
  // Goal: authorisation is the signer's. A user without and with the permission; then a bucket policy for everyone.
  const { account, s3, Bucket, url } = await setUp();
  const iam = account.client(IAMClient);
  const UserName = "uploader";
  await iam.send(new CreateUserCommand({ UserName }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  const credentials = {
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  };
  const user: TestAccount = { ...account, config: { ...account.config, credentials } };
  const form = () => sign(user, { key: "k" }, [{ bucket: Bucket }, { key: "k" }]);
  const denied = await post(url, form());
  expect([denied.status, errorOf(denied.body).code]).toEqual([403, "AccessDenied"]);
  const statement = { Effect: "Allow", Action: "s3:PutObject", Resource: `arn:aws:s3:::${Bucket}/k` };
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: statement });
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "p", PolicyDocument }));
  expect((await post(url, form())).status).toBe(204);
  const open = {
    Version: "2012-10-17",
    Statement: { ...statement, Principal: "*", Resource: `arn:aws:s3:::${Bucket}/open` },
  };
  await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(open) }));
  expect((await post(url, { key: "open" })).status).toBe(204);
});

test("a file of many pieces streams through, and the bucket may be in the host's name", async () => {
  // Goal: streaming, virtual-hosted. Send 3 MB under BUCKET.s3.localhost, which not every machine resolves, and read them.
  const { account, s3, Bucket, yard } = await setUp();
  const content = "0123456789".repeat(300_000);
  const form = new FormData();
  const fields = sign(account, { key: "large" }, [{ bucket: Bucket }, { key: "large" }]);
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", new Blob([content]), "large.txt");
  const encoded = new Response(form);
  const { hostname, port } = new URL(yard.origin);
  const headers = { host: `${Bucket}.s3.localhost:${port}`, "content-type": encoded.headers.get("content-type") ?? "" };
  const sending = request({ hostname, port, method: "POST", path: "/", headers });
  sending.end(Buffer.from(await encoded.arrayBuffer()));
  const [answer] = (await once(sending, "response")) as [IncomingMessage];
  answer.resume();
  expect([answer.statusCode, answer.headers.location]).toEqual([204, `http://${headers.host}/large`]);
  const object = await s3.send(new GetObjectCommand({ Bucket, Key: "large" }));
  expect(await object.Body?.transformToString()).toBe(content);
});
