// Static websites as visitors meet them: hosts and paths, documents, redirects, errors, and who may read.

import { request as httpRequest } from "node:http";
import {
  CreateBucketCommand,
  DeleteBucketOwnershipControlsCommand,
  DeleteBucketWebsiteCommand,
  DeletePublicAccessBlockCommand,
  GetBucketWebsiteCommand,
  GetObjectCommand,
  PutBucketPolicyCommand,
  PutBucketWebsiteCommand,
  PutObjectCommand,
  S3Client,
  type WebsiteConfiguration,
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

/** A bucket whose objects everyone may read, and list if wanted. */
async function siteWith(WebsiteConfiguration: WebsiteConfiguration, isListable = true): Promise<string> {
  const Bucket = `site-${process.pid}-${++names}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
  const arn = `arn:aws:s3:::${Bucket}`;
  const Statement = [
    { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: `${arn}/*` },
    ...(isListable ? [{ Effect: "Allow", Principal: "*", Action: "s3:ListBucket", Resource: arn }] : []),
  ];
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  await s3.send(new PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration }));
  return Bucket;
}

async function put(Bucket: string, Key: string, Body: string, more: Partial<PutObjectCommand["input"]> = {}) {
  await s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentType: "text/html", ...more }));
}

interface Answer {
  readonly status: number;
  readonly location: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

function visit(Bucket: string, path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Answer> {
  const host = `${Bucket}.s3-website.localhost:${new URL(yard.origin).port}`;
  return new Promise((resolve, reject) => {
    const sent = httpRequest(`${yard.origin}${path}`, { method, headers: { host, ...headers } }, (answer) => {
      let body = "";
      answer.on("data", (chunk: Buffer) => (body += chunk.toString()));
      answer.on("end", () =>
        resolve({ status: answer.statusCode ?? 0, location: answer.headers.location, headers: answer.headers, body }),
      );
    });
    sent.on("error", reject);
    sent.end();
  });
}

const siteOf = (Bucket: string): string => `http://${Bucket}.s3-website.localhost:${new URL(yard.origin).port}`;

test("visitors get documents, folders lead to their index, and errors to the error document", async () => {
  // AWS: "Configuring an index document", "Configuring a custom error document" (user guide).
  const Bucket = await siteWith({ IndexDocument: { Suffix: "index.html" }, ErrorDocument: { Key: "error.html" } });
  await put(Bucket, "index.html", "home");
  await put(Bucket, "docs/index.html", "docs", { CacheControl: "max-age=5" });
  await put(Bucket, "docs/a b", "page");
  await put(Bucket, "error.html", "sorry");
  expect(await visit(Bucket, "/")).toMatchObject({
    status: 200,
    body: "home",
    headers: { "content-type": "text/html", etag: expect.stringMatching(/^"[0-9a-f]{32}"$/) },
  });
  expect(await visit(Bucket, "/docs/")).toMatchObject({ body: "docs", headers: { "cache-control": "max-age=5" } });
  expect(await visit(Bucket, "/docs")).toMatchObject({ status: 302, location: `${siteOf(Bucket)}/docs/` });
  expect((await visit(Bucket, "/docs/a%20b")).body).toBe("page");
  expect(await visit(Bucket, "/nothing")).toMatchObject({ status: 404, body: "sorry" });
  const { headers } = await visit(Bucket, "/");
  expect((await visit(Bucket, "/", { "if-none-match": String(headers["etag"]) })).status).toBe(304);
  expect(await visit(Bucket, "/", { range: "bytes=1-2" })).toMatchObject({ status: 206, body: "om" });
  expect(await visit(Bucket, "/", {}, "HEAD")).toMatchObject({ status: 200, body: "" });
  expect(await visit(Bucket, "/", {}, "POST")).toMatchObject({
    status: 405,
    body: expect.stringContaining("<li>Code: MethodNotAllowed</li>"),
  });

  const byPath = await fetch(`${yard.origin}/_aws/s3-website/${Bucket}/docs`);
  expect([byPath.url, await byPath.text()]).toEqual([`${yard.origin}/_aws/s3-website/${Bucket}/docs/`, "docs"]);
  const host = `${Bucket}.s3-website-us-east-1.localhost`;
  expect((await visit(Bucket, "/", { host })).body).toBe("home");
});

test("errors are pages with the code, the message and what they are about", async () => {
  // AWS: the answers of website endpoints ("Key differences between a website endpoint and a REST API endpoint").
  const Bucket = await siteWith({ IndexDocument: { Suffix: "index.html" } });
  const missing = await visit(Bucket, "/a<b");
  expect(missing).toMatchObject({
    status: 404,
    headers: { "content-type": "text/html; charset=utf-8", "x-amz-error-code": "NoSuchKey" },
  });
  expect(missing.body).toContain("<title>404 Not Found</title>");
  expect(missing.body).toContain("<li>Message: The specified key does not exist.</li>\n<li>Key: a&lt;b</li>");
  // Who may not list is not told what is there.
  const closed = await siteWith(
    { IndexDocument: { Suffix: "index.html" }, ErrorDocument: { Key: "gone.html" } },
    false,
  );
  const denied = await visit(closed, "/x");
  expect(denied).toMatchObject({ status: 403, headers: { "x-amz-error-code": "AccessDenied" } });
  expect(denied.body).toContain("An Error Occurred While Attempting to Retrieve a Custom Error Document");
  await put(closed, "folder/index.html", "inside");
  expect((await visit(closed, "/folder")).status).toBe(302);
  await s3.send(new DeleteBucketWebsiteCommand({ Bucket }));
  expect((await visit(Bucket, "/")).body).toContain("<li>Code: NoSuchWebsiteConfiguration</li>");
  expect((await visit("nobody-has-this", "/")).body).toContain("<li>Code: NoSuchBucket</li>");
});

test("an object that only lists open is open on the website", async () => {
  // Goal: no policy at all; the object's list decides.
  const Bucket = await siteWith({ IndexDocument: { Suffix: "index.html" } });
  await s3.send(new DeleteBucketOwnershipControlsCommand({ Bucket }));
  await s3.send(
    new PutBucketPolicyCommand({
      Bucket,
      Policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: "*",
            Action: "s3:GetObject",
            Resource: `arn:aws:s3:::${Bucket}/referred`,
            Condition: { StringLike: { "aws:Referer": "http://example.com/*" } },
          },
        ],
      }),
    }),
  );
  await put(Bucket, "open", "open", { ACL: "public-read" });
  await put(Bucket, "shut", "shut");
  await put(Bucket, "referred", "referred");
  expect([(await visit(Bucket, "/open")).status, (await visit(Bucket, "/shut")).status]).toEqual([200, 403]);
  expect((await visit(Bucket, "/referred")).status).toBe(403);
  expect((await visit(Bucket, "/referred", { referer: "http://example.com/page" })).status).toBe(200);
});

test("visitors are sent elsewhere by rules, by objects, or altogether", async () => {
  // AWS: "Configuring a webpage redirect" (user guide).
  const Bucket = await siteWith({
    IndexDocument: { Suffix: "index.html" },
    RoutingRules: [
      { Condition: { KeyPrefixEquals: "old/" }, Redirect: { ReplaceKeyPrefixWith: "new/", HttpRedirectCode: "302" } },
      {
        Condition: { HttpErrorCodeReturnedEquals: "404", KeyPrefixEquals: "app/" },
        Redirect: { HostName: "other.example.com", Protocol: "https", ReplaceKeyWith: "search?q=1" },
      },
      { Condition: { HttpErrorCodeReturnedEquals: "404" }, Redirect: { HostName: "other.example.com" } },
    ],
  });
  await put(Bucket, "app/here", "x");
  await put(Bucket, "moved", "x", { WebsiteRedirectLocation: "/elsewhere" });
  await put(Bucket, "away", "x", { WebsiteRedirectLocation: "https://example.com/page" });
  expect(await visit(Bucket, "/old/a/b")).toMatchObject({ status: 302, location: `${siteOf(Bucket)}/new/a/b` });
  expect((await visit(Bucket, "/app/here")).status).toBe(200);
  expect(await visit(Bucket, "/app/gone")).toMatchObject({
    status: 301,
    location: "https://other.example.com/search%3Fq%3D1",
  });
  expect(await visit(Bucket, "/gone")).toMatchObject({ status: 301, location: "http://other.example.com/gone" });
  expect(await visit(Bucket, "/moved")).toMatchObject({ status: 301, location: `${siteOf(Bucket)}/elsewhere` });
  expect(await visit(Bucket, "/away")).toMatchObject({ status: 301, location: "https://example.com/page" });
  const object = await s3.send(new GetObjectCommand({ Bucket, Key: "moved" }));
  expect(object.WebsiteRedirectLocation).toBe("/elsewhere");
  await expect(put(Bucket, "bad", "x", { WebsiteRedirectLocation: "elsewhere" })).rejects.toMatchObject({
    name: "InvalidRedirectLocation",
  });

  const all = await siteWith({ RedirectAllRequestsTo: { HostName: "example.com", Protocol: "https" } });
  expect(await visit(all, "/a/b?c=d")).toMatchObject({ status: 301, location: "https://example.com/a/b?c=d" });
});

test("configurations are kept as they were given, and bad ones are refused", async () => {
  // AWS: "PutBucketWebsite" (API reference) and the messages that S3 gives.
  const given: WebsiteConfiguration = {
    IndexDocument: { Suffix: "index.html" },
    ErrorDocument: { Key: "error.html" },
    RoutingRules: [{ Redirect: { Protocol: "https", HostName: "a.b", HttpRedirectCode: "307" } }],
  };
  const Bucket = await siteWith(given);
  expect(await s3.send(new GetBucketWebsiteCommand({ Bucket }))).toMatchObject(given);
  const bad = async (WebsiteConfiguration: WebsiteConfiguration): Promise<string> => {
    const answer = s3.send(new PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration }));
    return answer.then(
      () => "",
      (error: Error) => `${error.name}: ${error.message}`,
    );
  };
  const IndexDocument = { Suffix: "i" };
  expect(await bad({})).toBe(
    "InvalidArgument: A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty",
  );
  expect(await bad({ IndexDocument: { Suffix: "a/b" } })).toBe(
    "InvalidArgument: The IndexDocument Suffix is not well formed",
  );
  expect(await bad({ IndexDocument, RedirectAllRequestsTo: { HostName: "a" } })).toContain("InvalidArgument");
  expect(await bad({ IndexDocument, RoutingRules: [{ Redirect: { HttpRedirectCode: "300" } }] })).toBe(
    "InvalidRequest: The provided HTTP redirect code (300) is not valid. Valid codes are 3XX except 300.",
  );
  const Redirect = { HostName: "a" };
  const condition = { HttpErrorCodeReturnedEquals: "302" };
  expect(await bad({ IndexDocument, RoutingRules: [{ Condition: condition, Redirect }] })).toBe(
    "InvalidRequest: The provided HTTP error code (302) is not valid. Valid codes are 4XX or 5XX.",
  );
  const both = { ReplaceKeyWith: "a", ReplaceKeyPrefixWith: "b" };
  expect(await bad({ IndexDocument, RoutingRules: [{ Redirect: both }] })).toBe(
    "InvalidRequest: You can only define ReplaceKeyPrefix or ReplaceKey but not both.",
  );
  const many = Array.from({ length: 51 }, () => ({ Redirect }));
  expect(await bad({ IndexDocument, RoutingRules: many })).toContain("51 routing rules provided");
  const ftp = { ...Redirect, Protocol: "ftp" as "http" };
  expect(await bad({ IndexDocument, RoutingRules: [{ Redirect: ftp }] })).toContain("Invalid protocol");
});
