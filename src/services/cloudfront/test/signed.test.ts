// Signed URLs and cookies, made by AWS's own signer.

import { generateKeyPairSync } from "node:crypto";
import { CreateKeyGroupCommand, CreatePublicKeyCommand, CloudFrontClient } from "@aws-sdk/client-cloudfront";
import { getSignedCookies, getSignedUrl } from "@aws-sdk/cloudfront-signer";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestAccount, type TestYard, testYard } from "../../../testing/harness.ts";
import { CACHING_OPTIMIZED, serveBucket, uniqueName, view } from "./serving.ts";

let yard: TestYard;
beforeAll(async () => {
  yard = await testYard();
});
afterAll(() => yard.stop());

const pair = () =>
  generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });

interface Signer {
  readonly keyPairId: string;
  readonly privateKey: string;
  readonly group: string;
}

async function signerOf(account: TestAccount): Promise<Signer> {
  const cloudfront = account.client(CloudFrontClient);
  const { publicKey, privateKey } = pair();
  const Name = uniqueName("key");
  const { PublicKey } = await cloudfront.send(
    new CreatePublicKeyCommand({ PublicKeyConfig: { Name, CallerReference: Name, EncodedKey: publicKey } }),
  );
  const keyPairId = PublicKey?.Id ?? "";
  const { KeyGroup } = await cloudfront.send(
    new CreateKeyGroupCommand({ KeyGroupConfig: { Name, Items: [keyPairId] } }),
  );
  return { keyPairId, privateKey, group: KeyGroup?.Id ?? "" };
}

/** A distribution whose /private/* needs a signature, and a default behaviour that needs none. */
async function privateSite(account: TestAccount) {
  const signer = await signerOf(account);
  const served = await serveBucket(account, {
    CacheBehaviors: {
      Quantity: 1,
      Items: [
        {
          PathPattern: "/private/*",
          TargetOriginId: "bucket",
          ViewerProtocolPolicy: "https-only",
          CachePolicyId: CACHING_OPTIMIZED,
          TrustedKeyGroups: { Enabled: true, Quantity: 1, Items: [signer.group] },
        },
      ],
    },
  });
  const { s3, bucket, distribution } = served;
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: "private/video", Body: "film" }));
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: "private/other", Body: "other" }));
  const base = `http://${distribution.DomainName}`;
  return { ...served, signer, base };
}

const inAnHour = () => new Date(yard.clock.nowMs() + 3_600_000).toISOString();

it("lets a canned policy's URL through until it expires, also from the cache", async () => {
  const { signer, base } = await privateSite(yard.account());
  const url = getSignedUrl({ url: `${base}/private/video?size=large`, ...signer, dateLessThan: inAnHour() });
  expect(await view(yard, url)).toMatchObject({ status: 200, text: "film" });
  expect((await view(yard, url)).headers["x-cache"]).toBe("Hit from cloudfront");
  // The name by which AWS's templates would write it, and the newer digest.
  const secure = url.replace(/^http:/, "https:");
  expect((await view(yard, secure)).status).toBe(200);
  const newer = getSignedUrl({
    url: `${base}/private/video`,
    ...signer,
    dateLessThan: inAnHour(),
    algorithm: "SHA256",
  });
  expect((await view(yard, newer)).status).toBe(200);
  await yard.advance(3_601_000);
  // AWS: <Code>AccessDenied</Code><Message>Access denied</Message>
  expect(await view(yard, url)).toMatchObject({ status: 403 });
  expect((await view(yard, url)).text).toContain(
    "<Error><Code>AccessDenied</Code><Message>Access denied</Message></Error>",
  );
});

it("refuses what is not what was signed", async () => {
  // Each is one change to a right URL; the object is in the cache meanwhile, which must not help.
  const account = yard.account();
  const { signer, base } = await privateSite(account);
  const url = getSignedUrl({ url: `${base}/private/video`, ...signer, dateLessThan: inAnHour() });
  expect((await view(yard, url)).status).toBe(200);
  const [, query = ""] = url.split("?");
  const stranger = await signerOf(account);
  const forged = getSignedUrl({
    url: `${base}/private/video`,
    privateKey: stranger.privateKey,
    keyPairId: signer.keyPairId,
    dateLessThan: inAnHour(),
  });
  const untrusted = getSignedUrl({ url: `${base}/private/video`, ...stranger, dateLessThan: inAnHour() });
  const later = url.replace(/Expires=\d+/, (text) => `Expires=${Number(text.slice(8)) + 100}`);
  for (const [asked, code] of [
    [`${base}/private/video`, "MissingKey"],
    [`${base}/private/other?${query}`, "AccessDenied"],
    [`${base}/private/video?more=1&${query}`, "AccessDenied"],
    [`${url}&Expires=9999999999`, "MalformedPolicy"],
    [later, "AccessDenied"],
    [forged, "AccessDenied"],
    [untrusted, "InvalidKey"],
    [url.replace(/Key-Pair-Id=[^&]*/, "Key-Pair-Id=KNOBODY"), "InvalidKey"],
    [url.replace(/&?Signature=[^&]*/, ""), "MissingSignature"],
    [url.replace(/Expires=[^&]*&/, ""), "MissingPolicy"],
    // The same file under other names of its path.
    [`${base}/public/../private/video`, "MissingKey"],
    [`${base}/public/%2E%2e/private/video`, "MissingKey"],
    [`${base}/%70rivate/video`, "MissingKey"],
    [`${base}/./private/video`, "MissingKey"],
  ] as const) {
    const { status, text } = await view(yard, asked);
    expect({ asked, status, code: /<Code>(\w+)</.exec(text)?.[1] }).toEqual({ asked, status: 403, code });
  }
  // Twice the slash is another key of the bucket, and nothing of the private one.
  expect((await view(yard, `${base}//private/video`)).text).not.toBe("film");
  expect((await view(yard, `${base}/Private/video`)).text).not.toBe("film");
});

it("takes a custom policy with wildcards, a beginning and an address", async () => {
  const { signer, base } = await privateSite(yard.account());
  const policyOf = (Resource: string, Condition: object) => JSON.stringify({ Statement: [{ Resource, Condition }] });
  const nowSeconds = Math.floor(yard.clock.nowMs() / 1000);
  const DateLessThan = { "AWS:EpochTime": nowSeconds + 600 };
  const sign = (policy: string) => {
    const [, query = ""] = getSignedUrl({ url: `${base}/x`, ...signer, policy }).split("?");
    return `${base}/private/video?${query}`;
  };
  const ask = async (policy: string) => (await view(yard, sign(policy))).status;
  expect(await ask(policyOf("http*://*/private/*", { DateLessThan }))).toBe(200);
  expect(await ask(policyOf(`${base}/public/*`, { DateLessThan }))).toBe(403);
  expect(await ask(policyOf(`${base}/*`, { DateLessThan, IpAddress: { "AWS:SourceIp": "127.0.0.0/8" } }))).toBe(200);
  expect(await ask(policyOf(`${base}/*`, { DateLessThan, IpAddress: { "AWS:SourceIp": "192.0.2.0/24" } }))).toBe(403);
  const DateGreaterThan = { "AWS:EpochTime": nowSeconds + 300 };
  expect(await ask(policyOf(`${base}/*`, { DateLessThan, DateGreaterThan }))).toBe(403);
  // A condition that nobody would check, no condition at all, and two statements.
  expect(await ask(policyOf(`${base}/*`, { DateLessThan, StringEquals: {} }))).toBe(403);
  expect(await ask(policyOf(`${base}/*`, {}))).toBe(403);
  const [statement] = (JSON.parse(policyOf(`${base}/*`, { DateLessThan })) as { Statement: object[] }).Statement;
  expect(await ask(JSON.stringify({ Statement: [statement, statement] }))).toBe(403);
});

it("takes signed cookies, and not those of another distribution", async () => {
  const { signer, base } = await privateSite(yard.account());
  const nowSeconds = Math.floor(yard.clock.nowMs() / 1000);
  const cookieOf = (signedBy: Signer, resource: string) => {
    const Condition = { DateLessThan: { "AWS:EpochTime": nowSeconds + 600 } };
    const policy = JSON.stringify({ Statement: [{ Resource: resource, Condition }] });
    const cookies = getSignedCookies({ ...signedBy, policy });
    return {
      cookie: Object.entries(cookies)
        .map(([name, value]) => `${name}=${value}`)
        .join("; "),
    };
  };
  const ask = (headers: Record<string, string>) => view(yard, `${base}/private/video`, { headers });
  expect(await ask(cookieOf(signer, `${base}/private/*`))).toMatchObject({ status: 200, text: "film" });
  const other = await privateSite(yard.account());
  expect((await ask(cookieOf(other.signer, `${base}/private/*`))).status).toBe(403);
  expect(
    (await view(yard, `${other.base}/private/video`, { headers: cookieOf(other.signer, `${base}/private/*`) })).status,
  ).toBe(403);
});

it("asks for the viewer's protocol where a proxy says it", async () => {
  // AWS: ViewerProtocolPolicy; DEVIATION: a plain request counts as HTTPS unless X-Forwarded-Proto says otherwise.
  const { base } = await privateSite(yard.account());
  const headers = { "x-forwarded-proto": "http" };
  expect(await view(yard, `${base}/page?a=1`, { headers })).toMatchObject({
    status: 301,
    headers: { location: `${base.replace("http:", "https:")}/page?a=1` },
  });
  expect((await view(yard, `${base}/private/video`, { headers })).status).toBe(403);
});
