// Bad credentials through real clients, one of each family of protocols: each must get the error that AWS gives it.

import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { IAMClient, ListUsersCommand } from "@aws-sdk/client-iam";
import { LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { CreateBucketCommand, ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { GetSessionTokenCommand, STSClient } from "@aws-sdk/client-sts";
import { beforeAll, describe, expect, it } from "vitest";
import { sharedYard, type ClientConfig, type TestAccount, type TestYard } from "../testing/harness.ts";

let yard: TestYard;
let account: TestAccount;
beforeAll(async () => {
  yard = await sharedYard();
  account = yard.account();
});

type Config = ClientConfig & { readonly systemClockOffset?: number };
/** One harmless call of each family. */
const CALLS: Readonly<Record<string, (config: Config) => Promise<unknown>>> = {
  "JSON 1.0": (config) => new DynamoDBClient(config).send(new ListTablesCommand({})),
  "REST JSON": (config) => new LambdaClient(config).send(new ListFunctionsCommand({})),
  Query: (config) => new IAMClient(config).send(new ListUsersCommand({})),
  S3: (config) => new S3Client({ ...config, forcePathStyle: true }).send(new ListBucketsCommand({})),
};

async function refusals(change: (config: ClientConfig) => Config): Promise<Record<string, string>> {
  const answers: Record<string, string> = {};
  for (const [family, call] of Object.entries(CALLS)) {
    const error: unknown = await call(change(account.config)).then(
      () => new Error("The call succeeded."),
      (reason: unknown) => reason,
    );
    if (!(error instanceof Error)) throw error;
    const { $metadata: metadata } = error as { $metadata?: { httpStatusCode?: number } };
    answers[family] = `${metadata?.httpStatusCode} ${error.name}`;
  }
  return answers;
}

const withKeys =
  (keys: Partial<ClientConfig["credentials"]>) =>
  (config: ClientConfig): Config => ({ ...config, credentials: { ...config.credentials, ...keys } });

// AWS: "Common errors" of each service's API reference, and "Error responses" of Amazon S3.
describe("a client with", () => {
  it("a wrong secret", async () => {
    expect(await refusals(withKeys({ secretAccessKey: "wrong" }))).toEqual({
      "JSON 1.0": "400 InvalidSignatureException",
      "REST JSON": "403 InvalidSignatureException",
      Query: "403 SignatureDoesNotMatch",
      S3: "403 SignatureDoesNotMatch",
    });
  });

  it("a key that is not there", async () => {
    expect(await refusals(withKeys({ accessKeyId: "AKIAIOSFODNN7EXAMPLE" }))).toEqual({
      "JSON 1.0": "400 UnrecognizedClientException",
      "REST JSON": "403 UnrecognizedClientException",
      Query: "403 InvalidClientTokenId",
      S3: "403 InvalidAccessKeyId",
    });
  });

  it("a token that is not its own", async () => {
    const { Credentials } = await account.client(STSClient).send(new GetSessionTokenCommand({}));
    const sessionToken = Credentials?.SessionToken ?? "";
    expect(await refusals(withKeys({ sessionToken }))).toEqual({
      "JSON 1.0": "400 UnrecognizedClientException",
      "REST JSON": "403 UnrecognizedClientException",
      Query: "403 InvalidClientTokenId",
      S3: "400 InvalidToken",
    });
  });

  it("a clock that is an hour late", async () => {
    expect(await refusals((config) => ({ ...config, systemClockOffset: -3_600_000 }))).toEqual({
      "JSON 1.0": "400 InvalidSignatureException",
      "REST JSON": "403 InvalidSignatureException",
      Query: "403 SignatureDoesNotMatch",
      S3: "403 RequestTimeTooSkewed",
    });
  });
});

describe("a request without a signature", () => {
  const send = async (init: RequestInit & { path?: string }): Promise<{ status: number; text: string }> => {
    const answer = await fetch(`${yard.origin}${init.path ?? "/"}`, init);
    return { status: answer.status, text: await answer.text() };
  };

  it("is refused as each family does it", async () => {
    const json = await send({
      method: "POST",
      headers: { "x-amz-target": "DynamoDB_20120810.ListTables", "content-type": "application/x-amz-json-1.0" },
      body: "{}",
    });
    expect(json).toMatchObject({ status: 400, text: expect.stringContaining("MissingAuthenticationTokenException") });
    const query = await send({
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "Action=ListUsers&Version=2010-05-08",
    });
    expect(query).toMatchObject({
      status: 403,
      text: expect.stringContaining("<Code>MissingAuthenticationToken</Code>"),
    });
    const Bucket = `private-${account.account}`;
    await new S3Client({ ...account.config, forcePathStyle: true }).send(new CreateBucketCommand({ Bucket }));
    const s3 = await send({ path: `/${Bucket}/key` });
    expect(s3).toMatchObject({ status: 403, text: expect.stringContaining("<Code>AccessDenied</Code>") });
  });
});
