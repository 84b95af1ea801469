// Custom origins: what they are asked, what of it is cached, and what happens when they fail.

import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import {
  type CacheBehavior,
  CloudFrontClient,
  CreateCachePolicyCommand,
  CreateDistributionCommand,
  CreateResponseHeadersPolicyCommand,
  type DefaultCacheBehavior,
  type DistributionConfig,
  type Origin,
} from "@aws-sdk/client-cloudfront";
import {
  CreateBucketCommand,
  PutBucketCorsCommand,
  PutBucketWebsiteCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type TestAccount, type TestYard, testYard } from "../../../testing/harness.ts";
import { CACHING_OPTIMIZED, serveBucket, uniqueName, view } from "./serving.ts";

const CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
const CORS_S3_ORIGIN = "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf";
const ALL_VIEWER_EXCEPT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac";

let yard: TestYard;
let asked: {
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly method: string;
  readonly body: string;
}[] = [];
/** What the server answers; by default its own count of requests. */
let respond: (url: string) => {
  status?: number;
  headers?: Record<string, string | string[]>;
  body?: string;
} = () => ({});
/** The origin. */
const server = createServer((request, response) => {
  let body = "";
  request.on("data", (chunk: Buffer) => (body += chunk.toString()));
  request.on("end", () => {
    const { url = "", headers, method = "" } = request;
    asked.push({ url, headers, method, body });
    const { status = 200, headers: given = {}, body: text = String(asked.length) } = respond(url);
    response.writeHead(status, { "content-type": "text/plain", ...given }).end(text);
  });
});

beforeAll(async () => {
  yard = await testYard();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
beforeEach(() => {
  asked = [];
  respond = () => ({});
});
afterAll(async () => {
  server.close();
  await yard.stop();
});

const originOf = (changes: Partial<Origin> = {}): Origin => ({
  Id: "server",
  DomainName: "localhost",
  CustomOriginConfig: {
    HTTPPort: (server.address() as AddressInfo).port,
    HTTPSPort: 443,
    OriginProtocolPolicy: "http-only",
  },
  ...changes,
});

interface Site {
  readonly origins?: readonly Origin[];
  readonly behaviour?: Partial<DefaultCacheBehavior>;
  readonly others?: readonly CacheBehavior[];
  readonly config?: Partial<DistributionConfig>;
}

/** A distribution over the server; gives its base URL. */
async function site(
  account: TestAccount,
  { origins = [originOf()], behaviour, others = [], config }: Site,
): Promise<string> {
  const { Distribution } = await account.client(CloudFrontClient).send(
    new CreateDistributionCommand({
      DistributionConfig: {
        CallerReference: uniqueName("reference"),
        Comment: "",
        Enabled: true,
        Origins: { Quantity: origins.length, Items: [...origins] },
        DefaultCacheBehavior: {
          TargetOriginId: "server",
          ViewerProtocolPolicy: "allow-all",
          ...(behaviour?.ForwardedValues === undefined && { CachePolicyId: CACHING_OPTIMIZED }),
          ...behaviour,
        },
        CacheBehaviors: { Quantity: others.length, Items: [...others] },
        ...config,
      },
    }),
  );
  return `http://${Distribution?.DomainName}`;
}

async function cachePolicy(account: TestAccount, parameters: object, ttl = [0, 60, 3600]): Promise<string> {
  const [MinTTL, DefaultTTL, MaxTTL] = ttl;
  const { CachePolicy } = await account.client(CloudFrontClient).send(
    new CreateCachePolicyCommand({
      CachePolicyConfig: {
        Name: uniqueName("policy"),
        MinTTL,
        DefaultTTL,
        MaxTTL,
        ParametersInCacheKeyAndForwardedToOrigin: {
          EnableAcceptEncodingGzip: false,
          HeadersConfig: { HeaderBehavior: "none" },
          CookiesConfig: { CookieBehavior: "none" },
          QueryStringsConfig: { QueryStringBehavior: "none" },
          ...parameters,
        },
      },
    }),
  );
  return CachePolicy?.Id ?? "";
}

it("sends the origin what the behaviour says, and headers of its own", async () => {
  // AWS: "How CloudFront processes HTTP requests": Host, User-Agent, X-Forwarded-For, Via, custom headers over the viewer's, the origin path.
  const account = yard.account();
  const base = await site(account, {
    origins: [
      originOf({
        OriginPath: "/v1",
        CustomHeaders: { Quantity: 1, Items: [{ HeaderName: "X-Secret", HeaderValue: "ours" }] },
      }),
    ],
  });
  const { port } = server.address() as AddressInfo;
  await view(yard, `${base}/a%20b?x=1`, {
    headers: { "x-secret": "theirs", "x-other": "1", cookie: "a=1", authorization: "x" },
  });
  expect(asked[0]).toMatchObject({ url: "/v1/a%20b", method: "GET" });
  expect(asked[0]?.headers).toMatchObject({
    host: `localhost:${port}`,
    "user-agent": "Amazon CloudFront",
    "x-secret": "ours",
    "x-forwarded-for": "127.0.0.1",
    via: expect.stringContaining("cloudfront.net (CloudFront)") as unknown,
  });
  for (const name of ["x-other", "cookie", "authorization"]) expect(asked[0]?.headers[name]).toBeUndefined();
});

it("keeps objects apart by what is in the key, and by nothing else", async () => {
  // Another order of the query, another case, another cookie: other objects; what is not in the key makes no difference.
  const account = yard.account();
  const CachePolicyId = await cachePolicy(account, {
    HeadersConfig: { HeaderBehavior: "whitelist", Headers: { Quantity: 1, Items: ["X-Language"] } },
    CookiesConfig: { CookieBehavior: "whitelist", Cookies: { Quantity: 1, Items: ["user_*"] } },
    QueryStringsConfig: { QueryStringBehavior: "allExcept", QueryStrings: { Quantity: 1, Items: ["noise"] } },
  });
  const base = await site(account, { behaviour: { CachePolicyId } });
  const ask = async (path: string, headers: Record<string, string> = {}) =>
    (await view(yard, base + path, { headers })).text;
  const first = await ask("/p?a=1&b=2");
  expect(await ask("/p?a=1&noise=7&b=2", { "x-else": "1", cookie: "other=1" })).toBe(first);
  const others = [
    await ask("/p?b=2&a=1"),
    await ask("/P?a=1&b=2"),
    await ask("/p?a=1&b=2", { "x-language": "de" }),
    await ask("/p?a=1&b=2", { cookie: "user_id=1" }),
    await ask("/p?a=1&b=2", { cookie: "user_id=2" }),
    // Parts that read alike when they are written one after the other.
    await ask("/p", { "x-language": "?a=1&b=2" }),
    await ask("/p%3Fa=1&b=2"),
  ];
  expect(new Set([first, ...others]).size).toBe(others.length + 1);
  // Another distribution over the same origin has objects of its own.
  const second = await site(account, { behaviour: { CachePolicyId } });
  expect((await view(yard, `${second}/p?a=1&b=2`)).headers["x-cache"]).toBe("Miss from cloudfront");
});

it("keeps answers as long as the origin and the policy say", async () => {
  // AWS: "Manage how long content stays in the cache": Cache-Control within the minimum and the maximum.
  const account = yard.account();
  const normal = await site(account, { behaviour: { CachePolicyId: await cachePolicy(account, {}) } });
  const minimal = await site(account, { behaviour: { CachePolicyId: await cachePolicy(account, {}, [30, 60, 100]) } });
  const isKept = async (
    base: string,
    path: string,
    cacheControl: string | undefined,
    seconds: number,
  ): Promise<boolean> => {
    respond = () => (cacheControl === undefined ? {} : { headers: { "cache-control": cacheControl } });
    const { text } = await view(yard, base + path);
    await yard.advance(seconds * 1000);
    return (await view(yard, base + path)).text === text;
  };
  expect(await isKept(normal, "/default", undefined, 59)).toBe(true);
  expect(await isKept(normal, "/default-over", undefined, 61)).toBe(false);
  expect(await isKept(normal, "/short", "max-age=5", 6)).toBe(false);
  expect(await isKept(normal, "/shared", "max-age=5, s-maxage=50", 49)).toBe(true);
  expect(await isKept(normal, "/long", "max-age=99999", 3601)).toBe(false);
  for (const never of ["no-store", "private", "no-cache", "max-age=0"]) {
    expect(await isKept(normal, `/${never}`, never, 0)).toBe(false);
    expect(await isKept(minimal, `/${never}`, never, 29)).toBe(true);
  }
});

it("compresses for whoever takes it, and keeps the variants apart", async () => {
  // AWS: "Serve compressed files": Brotli before gzip, types of text from 1,000 bytes on.
  const account = yard.account();
  const base = await site(account, { behaviour: { Compress: true } });
  respond = (url) => ({ body: url.includes("small") ? "x" : "long ".repeat(400), headers: { etag: '"1"' } });
  const ask = (path: string, encoding: string) => view(yard, base + path, { headers: { "accept-encoding": encoding } });
  const brotli = await ask("/text", "gzip, deflate, br");
  expect(brotli.headers).toMatchObject({ "content-encoding": "br", etag: 'W/"1"', vary: "Accept-Encoding" });
  expect(brotliDecompressSync(brotli.bytes).toString()).toBe("long ".repeat(400));
  const zipped = await ask("/text", "gzip");
  expect(gunzipSync(zipped.bytes).toString()).toBe("long ".repeat(400));
  expect((await ask("/text", "identity")).headers["content-encoding"]).toBeUndefined();
  expect((await ask("/text", "br;q=0")).headers["content-encoding"]).toBeUndefined();
  expect((await ask("/small", "br")).headers["content-encoding"]).toBeUndefined();
  expect((await ask("/text", "br, gzip")).headers["x-cache"]).toBe("Hit from cloudfront");
});

it("passes methods, bodies and cookies on where the behaviour has them", async () => {
  // A behaviour for an API: all methods, nothing cached, all that the viewer sends.
  const account = yard.account();
  const base = await site(account, {
    others: [
      {
        PathPattern: "/api/*",
        TargetOriginId: "server",
        ViewerProtocolPolicy: "allow-all",
        CachePolicyId: CACHING_DISABLED,
        OriginRequestPolicyId: ALL_VIEWER_EXCEPT_HOST,
        AllowedMethods: {
          Quantity: 7,
          Items: ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"],
          CachedMethods: { Quantity: 2, Items: ["GET", "HEAD"] },
        },
      },
    ],
  });
  respond = () => ({ status: 201, headers: { "set-cookie": ["a=1", "b=2"] }, body: "made" });
  const headers = { "content-type": "application/json", authorization: "Bearer x", cookie: "session=1", "x-any": "1" };
  const answer = await view(yard, `${base}/api/orders?q=1`, { method: "POST", headers, body: '{"a":1}' });
  expect(answer).toMatchObject({ status: 201, text: "made", headers: { "set-cookie": "a=1, b=2" } });
  expect(asked[0]).toMatchObject({ url: "/api/orders?q=1", method: "POST", body: '{"a":1}', headers });
  // AWS: 403 "This distribution is not configured to allow the HTTP request method ..."
  const refused = await view(yard, `${base}/other`, { method: "POST", body: "x" });
  expect(refused).toMatchObject({ status: 403, headers: { "x-cache": "Error from cloudfront" } });
  expect(refused.text).toContain("not configured to allow the HTTP request method");
});

it("knows the settings from before there were policies", async () => {
  // AWS: "ForwardedValues": headers that are not chosen go to the origin all the same; query strings make objects differ by some.
  const account = yard.account();
  const base = await site(account, {
    behaviour: {
      ForwardedValues: {
        QueryString: true,
        QueryStringCacheKeys: { Quantity: 1, Items: ["page"] },
        Cookies: { Forward: "none" },
        Headers: { Quantity: 0 },
      },
      MinTTL: 0,
    },
  });
  const { text } = await view(yard, `${base}/l?page=1&x=1`, { headers: { "x-any": "1", cookie: "a=1" } });
  expect(asked[0]).toMatchObject({ url: "/l?page=1&x=1", headers: { "x-any": "1" } });
  expect(asked[0]?.headers.cookie).toBeUndefined();
  expect((await view(yard, `${base}/l?page=1&x=2`)).text).toBe(text);
  expect((await view(yard, `${base}/l?page=2&x=1`)).text).not.toBe(text);
});

it("asks the second origin when the first one fails, and says so when none answers", async () => {
  // AWS: origin groups; 502 where there is no connection. The port of the dead origin is one that nobody has.
  const account = yard.account();
  const dead = originOf({
    Id: "dead",
    CustomOriginConfig: { HTTPPort: 1024, HTTPSPort: 443, OriginProtocolPolicy: "http-only" },
  });
  const member = (OriginId: string) => ({ OriginId });
  const group = (Id: string, first: string) => ({
    Id,
    FailoverCriteria: { StatusCodes: { Quantity: 1, Items: [503] } },
    Members: { Quantity: 2, Items: [member(first), member("spare")] },
  });
  const spare = originOf({ Id: "spare", OriginPath: "/spare" });
  const base = await site(account, {
    origins: [originOf(), dead, spare],
    behaviour: { TargetOriginId: "group" },
    others: [
      {
        PathPattern: "/dead/*",
        TargetOriginId: "dead-group",
        ViewerProtocolPolicy: "allow-all",
        CachePolicyId: CACHING_OPTIMIZED,
      },
      {
        PathPattern: "/alone/*",
        TargetOriginId: "dead",
        ViewerProtocolPolicy: "allow-all",
        CachePolicyId: CACHING_OPTIMIZED,
      },
    ],
    config: { OriginGroups: { Quantity: 2, Items: [group("group", "server"), group("dead-group", "dead")] } },
  });
  respond = (url) => (url.startsWith("/spare") ? { body: "spare" } : { status: 503 });
  expect(await view(yard, `${base}/x`)).toMatchObject({ status: 200, text: "spare" });
  expect(await view(yard, `${base}/dead/x`)).toMatchObject({ status: 200, text: "spare" });
  expect(await view(yard, `${base}/alone/x`)).toMatchObject({
    status: 502,
    headers: { "x-cache": "Error from cloudfront" },
  });
});

it("gives what it has when the origin fails, and keeps errors for a while", async () => {
  // AWS: "How CloudFront processes HTTP 4xx and 5xx status codes": an expired object is better than an error; errors stay 10 s.
  const account = yard.account();
  const base = await site(account, { behaviour: { CachePolicyId: await cachePolicy(account, {}) } });
  const { text } = await view(yard, `${base}/page`);
  await yard.advance(61_000);
  respond = () => ({ status: 500 });
  expect(await view(yard, `${base}/page`)).toMatchObject({ status: 200, text });
  expect((await view(yard, `${base}/error`)).status).toBe(500);
  respond = () => ({});
  expect((await view(yard, `${base}/error`)).status).toBe(500);
  await yard.advance(11_000);
  expect((await view(yard, `${base}/error`)).status).toBe(200);
});

it("adds and removes headers of answers as a policy says", async () => {
  // AWS: "Understand response headers policies".
  const account = yard.account();
  const { ResponseHeadersPolicy } = await account.client(CloudFrontClient).send(
    new CreateResponseHeadersPolicyCommand({
      ResponseHeadersPolicyConfig: {
        Name: uniqueName("headers"),
        CorsConfig: {
          AccessControlAllowOrigins: { Quantity: 1, Items: ["https://*.example.com"] },
          AccessControlAllowHeaders: { Quantity: 1, Items: ["x-token"] },
          AccessControlAllowMethods: { Quantity: 1, Items: ["GET"] },
          AccessControlAllowCredentials: true,
          OriginOverride: true,
        },
        SecurityHeadersConfig: {
          FrameOptions: { FrameOption: "DENY", Override: false },
          ContentTypeOptions: { Override: true },
        },
        CustomHeadersConfig: { Quantity: 1, Items: [{ Header: "X-Served", Value: "edge", Override: true }] },
        RemoveHeadersConfig: { Quantity: 1, Items: [{ Header: "X-Powered-By" }] },
      },
    }),
  );
  const base = await site(account, { behaviour: { ResponseHeadersPolicyId: ResponseHeadersPolicy?.Id } });
  respond = () => ({ headers: { "x-powered-by": "php", "x-frame-options": "SAMEORIGIN", "x-served": "origin" } });
  const ask = (origin: string) => view(yard, `${base}/x`, { headers: { origin } });
  const { headers } = await ask("https://app.example.com");
  expect(headers).toMatchObject({
    "access-control-allow-origin": "https://app.example.com",
    "access-control-allow-credentials": "true",
    "x-frame-options": "SAMEORIGIN",
    "x-content-type-options": "nosniff",
    "x-served": "edge",
  });
  expect(headers["x-powered-by"]).toBeUndefined();
  expect((await ask("https://example.org")).headers["access-control-allow-origin"]).toBeUndefined();
});

it("follows no path that a URL would change on its way to the origin", async () => {
  // A backslash, a hash sign and dots: what the pattern was matched with is what the origin gets.
  const account = yard.account();
  const base = await site(account, {
    behaviour: { CachePolicyId: CACHING_DISABLED },
    others: [
      {
        PathPattern: "/private/*",
        TargetOriginId: "server",
        ViewerProtocolPolicy: "https-only",
        CachePolicyId: CACHING_DISABLED,
      },
    ],
  });
  for (const path of ["/public/..\\private/x", "/public#/../private/x", "/public/..%5Cprivate/x"]) {
    await view(yard, base + path, { headers: { "x-forwarded-proto": "http" } });
    expect(asked.at(-1)?.url ?? "").not.toMatch(/^\/private/);
  }
  const straight = await view(yard, `${base}/public/../private/x`, { headers: { "x-forwarded-proto": "http" } });
  expect(straight.status).toBe(403);
});

it("blocks countries where a proxy says one", async () => {
  const base = await site(yard.account(), {
    config: { Restrictions: { GeoRestriction: { RestrictionType: "whitelist", Quantity: 1, Items: ["DE"] } } },
  });
  const ask = async (headers: Record<string, string>) => (await view(yard, `${base}/x`, { headers })).status;
  expect(await ask({ "cloudfront-viewer-country": "DE" })).toBe(200);
  expect(await ask({ "cloudfront-viewer-country": "US" })).toBe(403);
  expect(await ask({})).toBe(200);
});

it("reaches a bucket's website, and applies a bucket's CORS rules", async () => {
  // A website origin by AWS's name leads to the yard's own website; S3's rules answer pages of other origins.
  const account = yard.account();
  const s3 = account.client(S3Client);
  const { bucket, distribution } = await serveBucket(account, {
    DefaultCacheBehavior: {
      TargetOriginId: "bucket",
      ViewerProtocolPolicy: "allow-all",
      CachePolicyId: CACHING_OPTIMIZED,
      OriginRequestPolicyId: CORS_S3_ORIGIN,
      AllowedMethods: { Quantity: 3, Items: ["GET", "HEAD", "OPTIONS"] },
    },
  });
  const rules = [{ AllowedOrigins: ["https://a.example"], AllowedMethods: ["GET"] }];
  await s3.send(new PutBucketCorsCommand({ Bucket: bucket, CORSConfiguration: { CORSRules: rules } }));
  const ask = (key: string, origin: string, method = "GET") =>
    view(yard, `http://${distribution.DomainName}/${key}`, {
      method,
      headers: { origin, ...(method === "OPTIONS" && { "access-control-request-method": "GET" }) },
    });
  for (const Key of ["1.json", "2.json"]) await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: "{}" }));
  expect(await ask("1.json", "https://a.example")).toMatchObject({
    text: "{}",
    headers: { "access-control-allow-origin": "https://a.example" },
  });
  expect((await ask("2.json", "https://b.example")).headers["access-control-allow-origin"]).toBeUndefined();
  expect(await ask("1.json", "https://a.example", "OPTIONS")).toMatchObject({
    status: 200,
    headers: { "access-control-allow-methods": "GET" },
  });
  expect((await ask("1.json", "https://b.example", "OPTIONS")).status).toBe(403);
  const website = uniqueName("website");
  await s3.send(new CreateBucketCommand({ Bucket: website }));
  await s3.send(
    new PutBucketWebsiteCommand({ Bucket: website, WebsiteConfiguration: { IndexDocument: { Suffix: "index.html" } } }),
  );
  const base = await site(account, {
    origins: [originOf({ DomainName: `${website}.s3-website-us-east-1.amazonaws.com` })],
  });
  const answer = await view(yard, `${base}/`);
  // The website is there, and its page is not for everyone: S3's own words.
  expect(answer).toMatchObject({ status: 403, headers: { "x-amz-error-code": "AccessDenied" } });
});
