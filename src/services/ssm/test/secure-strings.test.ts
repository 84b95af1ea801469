// SecureString parameters: KMS decides who reads them. AWS: "AWS Systems Manager Parameter Store SecureString encryption".

import { CreateKeyCommand, DisableKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  GetParameterCommand,
  GetParameterHistoryCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  PutParameterCommand,
  type PutParameterCommandInput,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";

async function setUp() {
  const account = (await sharedYard()).account();
  const ssm = account.client(SSMClient);
  const put = (Name: string, Value: string, more: Partial<PutParameterCommandInput> = {}) =>
    ssm.send(new PutParameterCommand({ Name, Value, Type: "SecureString", ...more }));
  const get = async (Name: string, WithDecryption = true) =>
    (await ssm.send(new GetParameterCommand({ Name, WithDecryption }))).Parameter;
  return { account, ssm, put, get };
}

// Goal: every way of reading gives the value with decryption, and ciphertext without, in both tiers.
test.each(["Standard", "Advanced"] as const)(
  "a %s value is shown to those who ask for its decryption",
  async (Tier) => {
    const { ssm, put, get } = await setUp();
    await put("/app/key", "secret", { Tier });
    await put("/app/key", "newer", { Overwrite: true });
    expect(await get("/app/key")).toMatchObject({ Value: "newer", Type: "SecureString" });
    expect((await get("/app/key", false))?.Value).toMatch(/^[A-Za-z0-9+/]{20,}=*$/);
    const { Parameters: [many] = [] } = await ssm.send(
      new GetParametersCommand({ Names: ["/app/key"], WithDecryption: true }),
    );
    const { Parameters: [below] = [] } = await ssm.send(
      new GetParametersByPathCommand({ Path: "/app", WithDecryption: true }),
    );
    expect([many?.Value, below?.Value]).toEqual(["newer", "newer"]);
    const { Parameters: history } = await ssm.send(
      new GetParameterHistoryCommand({ Name: "/app/key", WithDecryption: true }),
    );
    expect(history?.map(({ Value, KeyId }) => [Value, KeyId])).toEqual([
      ["secret", "alias/aws/ssm"],
      ["newer", "alias/aws/ssm"],
    ]);
  },
);

// Goal: a customer's key closes the value when it is disabled; a key that is not there is no key. AWS: InvalidKeyId.
test("a key that cannot be used is an invalid key", async () => {
  const { account, put, get } = await setUp();
  const kms = account.client(KMSClient);
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  const KeyId = KeyMetadata?.KeyId;
  await put("mine", "secret", { KeyId });
  expect((await get("mine"))?.Value).toBe("secret");
  await kms.send(new DisableKeyCommand({ KeyId }));
  await expect(get("mine")).rejects.toMatchObject({ name: "InvalidKeyId" });
  await expect(put("other", "secret", { KeyId: "alias/none" })).rejects.toMatchObject({ name: "InvalidKeyId" });
  await expect(put("plain", "text", { Type: "String", KeyId: "alias/aws/ssm" })).rejects.toMatchObject({
    name: "ValidationException",
  });
});

// Goal: secrets are parameters of a reserved path. AWS: "Referencing AWS Secrets Manager secrets from Parameter Store parameters".
test("refers to secrets", async () => {
  const { account, get } = await setUp();
  await account
    .client(SecretsManagerClient)
    .send(new CreateSecretCommand({ Name: "db/main", SecretString: "from the secret" }));
  const Name = "/aws/reference/secretsmanager/db/main";
  expect(await get(Name)).toMatchObject({ Name, Value: "from the secret", Type: "SecureString", Version: 0 });
  await expect(get(Name, false)).rejects.toMatchObject({
    message: "WithDecryption flag must be True for retrieving a Secret Manager secret.",
  });
  await expect(get(`${Name}/none`)).rejects.toMatchObject({ name: "ParameterNotFound" });
});
