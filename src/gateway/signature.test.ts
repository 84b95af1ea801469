// Holds the verifier against two independent signers: AWS's published examples, and the SDK's own signer.

import { createHash, createHmac, hash } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";
import { Hash } from "@smithy/core/serde";
import { describe, expect, it } from "vitest";
import { AwsError } from "../kernel/errors.ts";
import { parseAccountId } from "../kernel/ids.ts";
import type { Credential } from "../service/identity.ts";
import { contentMismatch, isSigned, missingAuthentication, verifySignature, type SignedRequest } from "./signature.ts";

const SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const S3_SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const account = parseAccountId("123456789012");
const principal = {
  kind: "user",
  account,
  arn: "arn:aws:iam::123456789012:user/ada",
  userId: "AIDAEXAMPLE",
  userName: "ada",
} as const;
const NOW_MS = Date.parse("2015-08-30T12:36:00Z");

function known(secretAccessKey: string, expiresAtMs?: number): SignedRequest["findCredential"] {
  return (accessKeyId, sessionToken): Credential | "inactive" | undefined => {
    if (accessKeyId === "AKIDINACTIVE") return "inactive";
    if (accessKeyId === "ASIASESSION" && sessionToken !== "the-token") return undefined;
    if (!["AKIDEXAMPLE", "AKIAIOSFODNN7EXAMPLE", "ASIASESSION"].includes(accessKeyId)) return undefined;
    return { secretAccessKey, principal, ...(expiresAtMs === undefined ? {} : { expiresAtMs }) };
  };
}

function request(overrides: Partial<SignedRequest>): SignedRequest {
  return {
    method: "GET",
    path: "/",
    query: "",
    headers: {},
    bodySha256: () => hash("sha256", ""),
    nowMs: NOW_MS,
    style: "query",
    findCredential: known(SECRET),
    ...overrides,
  };
}

function refusal(work: () => unknown): { code: string; status: number; message: string; members: object } {
  try {
    work();
  } catch (error) {
    if (error instanceof AwsError) {
      return { code: error.code, status: error.status, message: error.message, members: error.members };
    }
    throw error;
  }
  throw new Error("The request was accepted.");
}

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly query?: Record<string, string | string[]>;
  readonly body?: string;
  readonly headers?: Record<string, string>;
}

/** Signs with the SDK's signer and gives the request as it would go over the wire. */
async function signedBySdk(
  sent: Sent,
  options: {
    service?: string;
    presign?: number;
    secret?: string;
    style?: SignedRequest["style"];
    accessKeyId?: string;
    sessionToken?: string;
    atMs?: number;
  } = {},
): Promise<SignedRequest> {
  const { service = "sqs", secret = SECRET, style = "json", accessKeyId = "AKIDEXAMPLE", sessionToken } = options;
  const signer = new SignatureV4({
    service,
    region: "eu-central-1",
    credentials: { accessKeyId, secretAccessKey: secret, ...(sessionToken === undefined ? {} : { sessionToken }) },
    sha256: Hash.bind(null, "sha256"),
    uriEscapePath: style !== "s3",
  });
  const unsigned = {
    method: sent.method ?? "POST",
    protocol: "http:",
    hostname: "localhost",
    port: 4566,
    path: sent.path ?? "/",
    query: sent.query ?? {},
    headers: { host: "localhost:4566", ...sent.headers },
    body: sent.body ?? "",
  };
  const signingDate = new Date(options.atMs ?? NOW_MS);
  const signed =
    options.presign === undefined
      ? await signer.sign(unsigned, { signingDate })
      : await signer.presign(unsigned, { signingDate, expiresIn: options.presign });
  const pairs: string[] = [];
  for (const [name, value] of Object.entries(signed.query ?? {})) {
    for (const one of [value].flat()) pairs.push(`${encodeURIComponent(name)}=${encodeURIComponent(String(one))}`);
  }
  return request({
    method: signed.method,
    path: signed.path,
    query: pairs.join("&"),
    headers: Object.fromEntries(Object.entries(signed.headers).map(([name, value]) => [name.toLowerCase(), value])),
    bodySha256: () => hash("sha256", sent.body ?? ""),
    style,
    findCredential: known(secret),
  });
}

describe("AWS's published values", () => {
  it("takes the example of the signing guide", () => {
    // AWS: "Create a signed AWS API request" with the credentials of the signing test suite.
    const found = verifySignature(
      request({
        query: "Action=ListUsers&Version=2010-05-08",
        headers: {
          host: "iam.amazonaws.com",
          "content-type": "application/x-www-form-urlencoded; charset=utf-8",
          "x-amz-date": "20150830T123600Z",
          authorization:
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
        },
      }),
    );
    expect(found).toMatchObject({ principal, region: "us-east-1", service: "iam", form: "header" });
  });

  const s3Headers = {
    host: "examplebucket.s3.amazonaws.com",
    "x-amz-date": "20130524T000000Z",
    "x-amz-content-sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  };
  const s3 = { style: "s3", findCredential: known(S3_SECRET), nowMs: Date.parse("2013-05-24T00:00:00Z") } as const;

  it("takes the S3 guide's GET with a range, and its list of a bucket", () => {
    // AWS: "Signature Calculations for the Authorization Header: Transferring Payload in a Single Chunk".
    const get = request({
      ...s3,
      path: "/test.txt",
      headers: {
        ...s3Headers,
        range: "bytes=0-9",
        authorization:
          "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
      },
    });
    expect(verifySignature(get).payload).toEqual({ kind: "verified" });
    const list = request({
      ...s3,
      query: "max-keys=2&prefix=J",
      headers: {
        ...s3Headers,
        authorization:
          "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=host;x-amz-content-sha256;x-amz-date,Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
      },
    });
    expect(verifySignature(list).region).toBe("us-east-1");
  });

  it("takes the S3 guide's presigned URL for one day, and refuses it the day after", () => {
    // AWS: "Authenticating Requests: Using Query Parameters".
    const presigned = request({
      ...s3,
      path: "/test.txt",
      query:
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
      headers: { host: "examplebucket.s3.amazonaws.com" },
    });
    expect(verifySignature(presigned)).toMatchObject({ form: "query", payload: { kind: "unsigned" } });
    expect(refusal(() => verifySignature({ ...presigned, nowMs: s3.nowMs + 86_401_000 }))).toEqual({
      code: "AccessDenied",
      status: 403,
      message: "Request has expired",
      members: { "X-Amz-Expires": "86400", Expires: "2013-05-25T00:00:00Z", ServerTime: "2013-05-25T00:00:01Z" },
    });
  });

  it("follows the S3 guide's chain of chunk signatures, and breaks it at a wrong chunk", () => {
    // AWS: "Transferring Payload in Multiple Chunks (Chunked Upload)": 66,560 bytes of "a" in chunks of 65,536.
    const verified = verifySignature(
      request({
        ...s3,
        method: "PUT",
        path: "/examplebucket/chunkObject.txt",
        bodySha256: undefined,
        headers: {
          host: "s3.amazonaws.com",
          "x-amz-date": "20130524T000000Z",
          "x-amz-storage-class": "REDUCED_REDUNDANCY",
          "x-amz-content-sha256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
          "content-encoding": "aws-chunked",
          "x-amz-decoded-content-length": "66560",
          "content-length": "66824",
          authorization:
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class,Signature=4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
        },
      }),
    );
    const { payload } = verified;
    if (payload.kind !== "chunked" || payload.chunks === undefined)
      throw new Error("The body is not in signed chunks.");
    const { chunks } = payload;
    chunks.verifyChunk(
      hash("sha256", "a".repeat(65_536)),
      "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
    );
    expect(() =>
      chunks.verifyChunk(
        hash("sha256", "a".repeat(1023)),
        "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
      ),
    ).toThrow(/does not match/);
    chunks.verifyChunk(
      hash("sha256", "a".repeat(1024)),
      "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
    );
    chunks.verifyChunk(hash("sha256", ""), "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9");
  });

  it("takes a signed trailer after the last chunk", () => {
    // AWS: "Transferring Payload in Multiple Chunks ... (Signature Version 4 with trailing headers)", same object.
    const { payload } = verifySignature(
      request({
        ...s3,
        method: "PUT",
        path: "/examplebucket/chunkObject.txt",
        bodySha256: undefined,
        headers: {
          host: "s3.amazonaws.com",
          "x-amz-date": "20130524T000000Z",
          "x-amz-storage-class": "REDUCED_REDUNDANCY",
          "x-amz-content-sha256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
          "content-encoding": "aws-chunked",
          "x-amz-decoded-content-length": "66560",
          "x-amz-trailer": "x-amz-checksum-crc32c",
          "content-length": "66946",
          authorization:
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=content-encoding;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class;x-amz-trailer,Signature=106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e",
        },
      }),
    );
    if (payload.kind !== "chunked" || payload.chunks === undefined)
      throw new Error("The body is not in signed chunks.");
    expect(payload.hasTrailer).toBe(true);
    payload.chunks.verifyChunk(
      hash("sha256", "a".repeat(65_536)),
      "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2",
    );
    payload.chunks.verifyChunk(
      hash("sha256", "a".repeat(1024)),
      "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7",
    );
    payload.chunks.verifyChunk(hash("sha256", ""), "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992");
    payload.chunks.verifyTrailer(
      [["x-amz-checksum-crc32c", "sOO8/Q=="]],
      "d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435",
    );
  });
});

describe("the SDK's signer", () => {
  it.each<[string, Sent]>([
    ["a JSON body", { body: '{"QueueName":"orders"}', headers: { "x-amz-target": "AmazonSQS.CreateQueue" } }],
    ["a path with an encoded ARN", { path: "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aeu%3A1%3Afunction%3Af/code" }],
    ["dots and empty segments", { path: "/a/./b/../c//d/" }],
    ["a dot-file", { path: "/.well-known/x" }],
    ["non-ASCII in path and query", { path: "/%C3%A9t%C3%A9", query: { "naïve key": "ü & ö", empty: "" } }],
    ["repeated and prefixed query names", { query: { "a-b": "1", a: ["2", "1"], A: "3", "a!": "(x)*'" } }],
    ["folded header values", { headers: { "x-amz-meta-note": "  two   spaces \t here " } }],
  ])("is followed for %s, in the header and in the query", async (_name, sent) => {
    expect(verifySignature(await signedBySdk(sent)).form).toBe("header");
    expect(verifySignature(await signedBySdk({ method: "GET", ...sent }, { presign: 60 })).form).toBe("query");
  });

  it("is followed for S3 keys, whose paths are neither normalised nor encoded twice", async () => {
    for (const path of ["/bucket/a//b/../c", "/bucket/a%20b%2Bc", "/bucket/%E2%82%AC.txt", "/bucket/x%3Dy/"]) {
      const sent: Sent = { method: "PUT", path, body: "data" };
      expect(verifySignature(await signedBySdk(sent, { style: "s3", service: "s3" })).payload).toEqual({
        kind: "verified",
      });
    }
  });

  it("is followed where a client left characters of an S3 key as they are", async () => {
    // The client signs %28; its HTTP library sends "(".
    const signed = await signedBySdk({ path: "/b/file%281%29.txt" }, { style: "s3", service: "s3" });
    expect(verifySignature({ ...signed, path: "/b/file(1).txt" }).service).toBe("s3");
  });
});

describe("Signature Version 2 in an S3 query", () => {
  // AWS: "Signing and authenticating REST requests", the example of a query string; its signature is of that page.
  const example: Partial<SignedRequest> = {
    style: "s3",
    findCredential: known(S3_SECRET),
    nowMs: 1_175_139_000_000,
    path: "/photos/puppy.jpg",
    query: "AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature=NpgCjnDzrM%2BWFzoENXmpNDUsSn8%3D&Expires=1175139620",
    headers: { host: "johnsmith.s3.amazonaws.com" },
  };

  it("is taken as AWS's example has it, until it expires", () => {
    const found = verifySignature(request(example));
    expect(found).toMatchObject({ principal, service: "s3", form: "query", payload: { kind: "unsigned" } });
    expect(found.region).toBeUndefined();
    const late = request({ ...example, nowMs: 1_175_139_621_000 });
    expect(refusal(() => verifySignature(late))).toMatchObject({
      code: "AccessDenied",
      message: "Request has expired",
      members: { Expires: "2007-03-29T03:40:20Z" },
    });
  });

  it("is refused for another path, key or service, and where a part is missing", () => {
    const change = (changes: Partial<SignedRequest>): string =>
      refusal(() => verifySignature(request({ ...example, ...changes }))).code;
    expect(change({ path: "/photos/kitten.jpg" })).toBe("SignatureDoesNotMatch");
    expect(change({ method: "PUT" })).toBe("SignatureDoesNotMatch");
    expect(change({ query: `${example.query}&versionId=1` })).toBe("SignatureDoesNotMatch");
    expect(change({ findCredential: () => undefined })).toBe("InvalidAccessKeyId");
    expect(change({ query: "AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Expires=1175139620" })).toBe("AccessDenied");
    expect(change({ style: "query" })).toBe("IncompleteSignature");
  });
});

describe("refusals", () => {
  it("word a wrong signature by the style", async () => {
    const wrong = { ...(await signedBySdk({ body: "{}" })), findCredential: known("another") };
    expect(refusal(() => verifySignature(wrong))).toMatchObject({ code: "InvalidSignatureException", status: 400 });
    expect(refusal(() => verifySignature({ ...wrong, style: "rest-json" }))).toMatchObject({
      code: "InvalidSignatureException",
      status: 403,
    });
    expect(refusal(() => verifySignature({ ...wrong, style: "query" }))).toMatchObject({
      code: "SignatureDoesNotMatch",
      status: 403,
      message:
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
    });
    expect(refusal(() => verifySignature({ ...wrong, style: "s3" }))).toMatchObject({
      code: "SignatureDoesNotMatch",
      status: 403,
      members: { AWSAccessKeyId: "AKIDEXAMPLE", StringToSign: expect.stringContaining("AWS4-HMAC-SHA256\n2015") },
    });
  });

  it("come for each part of a request that changed on the way", async () => {
    const signed = await signedBySdk({ body: "{}", headers: { "x-amz-target": "AmazonSQS.ListQueues" } });
    const changes: Partial<SignedRequest>[] = [
      { method: "PUT" },
      { path: "/other" },
      { query: "a=b" },
      { headers: { ...signed.headers, "x-amz-target": "AmazonSQS.DeleteQueue" } },
      { bodySha256: () => hash("sha256", "{ }") },
    ];
    for (const change of changes) {
      expect(refusal(() => verifySignature({ ...signed, ...change })).code).toBe("InvalidSignatureException");
    }
    expect(verifySignature(signed).principal).toEqual(principal);
  });

  it("come for unknown and inactive keys", async () => {
    const message = "The security token included in the request is invalid.";
    for (const accessKeyId of ["AKIDUNKNOWN", "AKIDINACTIVE"]) {
      const signed = await signedBySdk({}, { accessKeyId });
      expect(refusal(() => verifySignature(signed))).toMatchObject({
        code: "UnrecognizedClientException",
        status: 400,
        message,
      });
      expect(refusal(() => verifySignature({ ...signed, style: "query" }))).toMatchObject({
        code: "InvalidClientTokenId",
        status: 403,
        message,
      });
      expect(refusal(() => verifySignature({ ...signed, style: "s3" }))).toMatchObject({
        code: "InvalidAccessKeyId",
        status: 403,
        members: { AWSAccessKeyId: accessKeyId },
      });
    }
  });

  it("come for expired and foreign session tokens", async () => {
    const own = await signedBySdk({}, { accessKeyId: "ASIASESSION", sessionToken: "the-token" });
    expect(verifySignature(own).sessionToken).toBe("the-token");
    const expired = { ...own, findCredential: known(SECRET, NOW_MS) };
    expect(refusal(() => verifySignature(expired))).toMatchObject({ code: "ExpiredTokenException", status: 400 });
    expect(refusal(() => verifySignature({ ...expired, style: "query" }))).toMatchObject({
      code: "ExpiredToken",
      status: 403,
      message: "The security token included in the request is expired",
    });
    expect(refusal(() => verifySignature({ ...expired, style: "s3" }))).toMatchObject({
      code: "ExpiredToken",
      status: 400,
      message: "The provided token has expired.",
    });
    const foreign = await signedBySdk({}, { accessKeyId: "ASIASESSION", sessionToken: "another" });
    expect(refusal(() => verifySignature(foreign)).code).toBe("UnrecognizedClientException");
    expect(refusal(() => verifySignature({ ...foreign, style: "s3" })).code).toBe("InvalidToken");
  });

  it("come for clocks that are too far apart: five minutes, S3 fifteen", async () => {
    const signed = await signedBySdk({});
    const later = { ...signed, nowMs: NOW_MS + 300_001 };
    expect(verifySignature({ ...signed, nowMs: NOW_MS + 300_000 }).region).toBe("eu-central-1");
    expect(refusal(() => verifySignature(later))).toMatchObject({
      code: "InvalidSignatureException",
      message: "Signature expired: 20150830T123600Z is now earlier than 20150830T123600Z (20150830T124100Z - 5 min.)",
    });
    expect(refusal(() => verifySignature({ ...signed, nowMs: NOW_MS - 360_000 }))).toMatchObject({
      message:
        "Signature not yet current: 20150830T123600Z is still later than 20150830T123500Z (20150830T123000Z + 5 min.)",
    });
    expect(refusal(() => verifySignature({ ...signed, style: "s3", nowMs: NOW_MS + 900_001 }))).toMatchObject({
      code: "RequestTimeTooSkewed",
      status: 403,
      members: { MaxAllowedSkewMilliseconds: "900000", RequestTime: "20150830T123600Z" },
    });
  });

  it("come for presigned URLs that are too long, malformed or incomplete", async () => {
    // The SDK's presigner for S3 states the payload, which then moves to the query.
    const sent: Sent = { method: "GET", headers: { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" } };
    const presigned = await signedBySdk(sent, { style: "s3", service: "s3", presign: 60 });
    const withExpiry = (expires: string): SignedRequest => ({
      ...presigned,
      query: presigned.query.replace("X-Amz-Expires=60", `X-Amz-Expires=${expires}`),
    });
    expect(refusal(() => verifySignature(withExpiry("604801")))).toMatchObject({
      code: "AuthorizationQueryParametersError",
      status: 400,
      message:
        "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds",
    });
    expect(refusal(() => verifySignature(withExpiry("-1"))).message).toBe("X-Amz-Expires must be non-negative");
    expect(refusal(() => verifySignature(withExpiry("soon"))).message).toBe("X-Amz-Expires should be a number");
    expect(refusal(() => verifySignature(withExpiry(""))).code).toBe("AuthorizationQueryParametersError");
    expect(refusal(() => verifySignature(withExpiry("61"))).code).toBe("SignatureDoesNotMatch");
    expect(verifySignature(presigned).form).toBe("query");
  });

  it("name what an Authorization header lacks", () => {
    const authorization = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request";
    const digest = createHash("sha256").update(authorization).digest("base64");
    expect(refusal(() => verifySignature(request({ headers: { authorization } })))).toMatchObject({
      code: "IncompleteSignature",
      status: 400,
      message: `Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. (Hashed with SHA-256 and encoded with Base64) Authorization=${digest}`,
    });
    const malformed = {
      "x-amz-date": "20150830T123600Z",
      authorization: "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830, SignedHeaders=host, Signature=00",
    };
    expect(refusal(() => verifySignature(request({ headers: malformed }))).message).toContain(
      "Credential must have exactly 5 slash-delimited elements",
    );
    expect(refusal(() => verifySignature(request({ headers: malformed, style: "s3" }))).code).toBe(
      "AuthorizationHeaderMalformed",
    );
  });

  it("come for a scope of another day or service, and an unsigned host", async () => {
    const signed = await signedBySdk({});
    const { authorization = "" } = signed.headers;
    const changed = (from: string, to: string): SignedRequest => ({
      ...signed,
      headers: { ...signed.headers, authorization: authorization.replace(from, to) },
    });
    expect(refusal(() => verifySignature(changed("20150830/", "20150831/"))).message).toContain(
      "'20150831' != '20150830', from '20150830T123600Z'",
    );
    expect(refusal(() => verifySignature({ ...signed, signingName: "sns" })).message).toContain(
      "Credential should be scoped to correct service: 'sns'",
    );
    expect(refusal(() => verifySignature(changed("eu-central-1/", "everywhere/"))).message).toBe(
      "Credential should be scoped to a valid region, not 'everywhere'. ",
    );
    expect(refusal(() => verifySignature(changed("host;", ""))).message).toContain("must be a 'SignedHeader'");
  });

  it("come for S3 requests with an x-amz-* header that was added on the way", async () => {
    const signed = await signedBySdk({ body: "x" }, { style: "s3", service: "s3" });
    const added = { ...signed, headers: { ...signed.headers, "x-amz-acl": "public-read" } };
    expect(refusal(() => verifySignature(added))).toMatchObject({
      code: "AccessDenied",
      members: { HeadersNotSigned: "x-amz-acl" },
    });
  });

  it("tell algorithms that are not taken", () => {
    const asymmetric = { authorization: "AWS4-ECDSA-P256-SHA256 Credential=AKID/20150830/s3/aws4_request" };
    expect(refusal(() => verifySignature(request({ headers: asymmetric })))).toMatchObject({
      code: "NotImplemented",
      status: 501,
    });
    const version2 = { authorization: "AWS AKIDEXAMPLE:c2lnbmF0dXJl" };
    expect(refusal(() => verifySignature(request({ headers: version2, style: "s3" })))).toMatchObject({
      code: "InvalidRequest",
      status: 400,
    });
    expect(refusal(() => verifySignature(request({ headers: version2 }))).code).toBe("IncompleteSignature");
  });
});

describe("payloads", () => {
  it("of S3 must have the hash that the header states", async () => {
    const signed = await signedBySdk({ body: "data" }, { style: "s3", service: "s3" });
    const other = hash("sha256", "other");
    expect(refusal(() => verifySignature({ ...signed, bodySha256: () => other }))).toEqual({
      code: "XAmzContentSHA256Mismatch",
      status: 400,
      message: "The provided 'x-amz-content-sha256' header does not match what was computed.",
      members: { ClientComputedContentSHA256: hash("sha256", "data"), S3ComputedContentSHA256: other },
    });
    expect(verifySignature({ ...signed, bodySha256: undefined }).payload).toEqual({
      kind: "expected",
      sha256: hash("sha256", "data"),
    });
    expect(contentMismatch("a", "b").code).toBe("XAmzContentSHA256Mismatch");
  });

  it("may be left unsigned, and may bring unsigned trailers", async () => {
    for (const [stated, payload] of [
      ["UNSIGNED-PAYLOAD", { kind: "unsigned" }],
      ["STREAMING-UNSIGNED-PAYLOAD-TRAILER", { kind: "chunked", hasTrailer: true }],
    ] as const) {
      const sent: Sent = { method: "PUT", body: "data", headers: { "x-amz-content-sha256": stated } };
      const signed = await signedBySdk(sent, { style: "s3", service: "s3" });
      expect(verifySignature(signed).payload).toEqual(payload);
    }
  });
});

it("tells signed requests from anonymous ones", () => {
  expect(isSigned({ headers: {}, query: "a=b" })).toBe(false);
  expect(isSigned({ headers: { authorization: "Bearer token" }, query: "" })).toBe(false);
  expect(isSigned({ headers: { authorization: "AWS4-HMAC-SHA256 x" }, query: "" })).toBe(true);
  expect(isSigned({ headers: {}, query: "x=1&X-Amz-Signature=00" })).toBe(true);
  expect(missingAuthentication("json")).toMatchObject({ code: "MissingAuthenticationTokenException", status: 400 });
  expect(missingAuthentication("query")).toMatchObject({ code: "MissingAuthenticationToken", status: 403 });
  expect(missingAuthentication("s3")).toMatchObject({ code: "AccessDenied", status: 403 });
});

it("keeps derived keys apart by secret, day, region and service", async () => {
  // The cache holds 1,024 keys: signing with more secrets than that must neither mix them up nor grow for ever.
  for (let index = 0; index < 1100; index++) {
    const secret = `secret-${index}`;
    let key = createHmac("sha256", `AWS4${secret}`).update("20150830").digest();
    for (const part of ["us-east-1", "iam", "aws4_request"]) key = createHmac("sha256", key).update(part).digest();
    const canonical = `GET\n/\n\nhost:h\n\nhost\n${hash("sha256", "")}`;
    const text = `AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/iam/aws4_request\n${hash("sha256", canonical)}`;
    const signature = createHmac("sha256", key).update(text).digest("hex");
    const headers = {
      host: "h",
      "x-amz-date": "20150830T123600Z",
      authorization: `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=${signature}`,
    };
    expect(verifySignature(request({ headers, findCredential: known(secret) })).service).toBe("iam");
  }
});
