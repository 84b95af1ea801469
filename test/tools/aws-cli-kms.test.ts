// Goal: KMS is KMS to the AWS CLI. Method: every operation that is served, called by the CLI's own code against a yard in this process;
// what is served and was not called fails the last test.

import { constants, publicEncrypt, randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasAwsCli, startAwsCli, type AwsCli } from "./aws-cli.ts";

if (!hasAwsCli) test("the AWS CLI is not installed: KMS is not tried with it", () => expect(hasAwsCli).toBe(false));

describe.runIf(hasAwsCli)("the AWS CLI calls KMS", () => {
  let cli: AwsCli;
  let aws: AwsCli["aws"];
  let keyId: string;
  let key: readonly string[];

  /** A file with these bytes: how the CLI takes them. */
  const file = (name: string, bytes: string | Uint8Array): string => {
    writeFileSync(join(cli.folder, name), typeof bytes === "string" ? Buffer.from(bytes, "base64") : bytes);
    return `fileb://${name}`;
  };
  const create = (...settings: string[]) => aws<string>`kms create-key ${settings} --query KeyMetadata.KeyId`;

  beforeAll(async () => {
    cli = await startAwsCli();
    ({ aws } = cli);
    keyId = await create("--tags", "TagKey=a,TagValue=1");
    key = ["--key-id", keyId];
  });
  afterAll(() => cli.stop());

  test("for keys, aliases, tags and policies", async () => {
    await aws`kms update-key-description ${key} --description ${"Of the shop"}`;
    expect(await aws`kms describe-key ${key} --query KeyMetadata.Description`).toBe("Of the shop");
    expect(await aws`kms list-keys --query Keys[].KeyId`).toEqual([keyId]);
    await aws`kms create-alias --alias-name alias/shop --target-key-id ${keyId}`;
    await aws`kms update-alias --alias-name alias/shop --target-key-id ${await create()}`;
    const aliases = ["--query", "Aliases[?AliasName=='alias/shop'].AliasName"];
    expect(await aws`kms list-aliases ${aliases}`).toEqual(["alias/shop"]);
    await aws`kms delete-alias --alias-name alias/shop`;
    await aws`kms tag-resource ${key} --tags TagKey=b,TagValue=2`;
    await aws`kms untag-resource ${key} --tag-keys a`;
    expect(await aws`kms list-resource-tags ${key} --query Tags`).toEqual([{ TagKey: "b", TagValue: "2" }]);
    const policy = await aws<string>`kms get-key-policy ${key} --policy-name default --query Policy`;
    expect(await aws`kms list-key-policies ${key} --query PolicyNames`).toEqual(["default"]);
    await aws`kms put-key-policy ${key} --policy-name default --policy ${policy}`;
  });

  test("for encryption and data keys", async () => {
    const text = file("text", Buffer.from("secret"));
    const blob = await aws<string>`kms encrypt ${key} --plaintext ${text} --query CiphertextBlob`;
    const cipher = file("cipher", blob);
    const plain = await aws<string>`kms decrypt --ciphertext-blob ${cipher} --query Plaintext`;
    expect(Buffer.from(plain, "base64").toString()).toBe("secret");
    const again = ["--ciphertext-blob", cipher, "--destination-key-id", await create()];
    expect(await aws`kms re-encrypt ${again} --query CiphertextBlob`).not.toBe(blob);
    const data = await aws<{ Plaintext: string }>`kms generate-data-key ${key} --key-spec AES_256`;
    expect(Buffer.from(data.Plaintext, "base64")).toHaveLength(32);
    await aws`kms generate-data-key-without-plaintext ${key} --key-spec AES_128`;
    const pair = ["--key-pair-spec", "ECC_NIST_P256"];
    const { PublicKey } = await aws<{ PublicKey: string }>`kms generate-data-key-pair ${key} ${pair}`;
    await aws`kms generate-data-key-pair-without-plaintext ${key} ${pair}`;
    expect(await aws`kms generate-random --number-of-bytes 9 --query length(Plaintext)`).toBe(12);
    const agreeing = ["--key-id", await create("--key-spec", "ECC_NIST_P256", "--key-usage", "KEY_AGREEMENT")];
    const other = ["--key-agreement-algorithm", "ECDH", "--public-key", file("public", PublicKey)];
    expect(await aws`kms derive-shared-secret ${agreeing} ${other} --query SharedSecret`).toEqual(expect.any(String));
  });

  test("for signatures and MACs", async () => {
    const message = ["--message", file("message", Buffer.from("words"))];
    const signer = ["--key-id", await create("--key-spec", "ECC_NIST_P256", "--key-usage", "SIGN_VERIFY")];
    const how = [...message, "--signing-algorithm", "ECDSA_SHA_256"];
    const signature = file("signature", await aws<string>`kms sign ${signer} ${how} --query Signature`);
    expect(await aws`kms verify ${signer} ${how} --signature ${signature} --query SignatureValid`).toBe(true);
    expect(await aws`kms get-public-key ${signer} --query KeyUsage`).toBe("SIGN_VERIFY");
    const hmac = ["--key-id", await create("--key-spec", "HMAC_256", "--key-usage", "GENERATE_VERIFY_MAC")];
    const by = [...message, "--mac-algorithm", "HMAC_SHA_256"];
    const mac = file("mac", await aws<string>`kms generate-mac ${hmac} ${by} --query Mac`);
    expect(await aws`kms verify-mac ${hmac} ${by} --mac ${mac} --query MacValid`).toBe(true);
  });

  test("for grants", async () => {
    const root = `arn:aws:iam::${cli.account.account}:root`;
    const to = ["--grantee-principal", root, "--retiring-principal", root, "--operations", "Encrypt"];
    const token = await aws<string>`kms create-grant ${key} ${to} --query GrantToken`;
    expect(await aws`kms list-retirable-grants --retiring-principal ${root} --query length(Grants)`).toBe(1);
    await aws`kms retire-grant --grant-token ${token}`;
    const grant = await aws<string>`kms create-grant ${key} ${to} --query GrantId`;
    expect(await aws`kms list-grants ${key} --query Grants[].GrantId`).toEqual([grant]);
    await aws`kms revoke-grant ${key} --grant-id ${grant}`;
  });

  test("for rotation, states and regions", async () => {
    await aws`kms enable-key-rotation ${key} --rotation-period-in-days 90`;
    expect(await aws`kms get-key-rotation-status ${key} --query RotationPeriodInDays`).toBe(90);
    await aws`kms rotate-key-on-demand ${key}`;
    expect(await aws`kms list-key-rotations ${key} --query length(Rotations)`).toBe(1);
    await aws`kms disable-key-rotation ${key}`;
    await aws`kms disable-key ${key}`;
    await expect(aws`kms generate-data-key ${key} --key-spec AES_256`).rejects.toThrow("(DisabledException)");
    await aws`kms enable-key ${key}`;
    await aws`kms schedule-key-deletion ${key} --pending-window-in-days 7`;
    await aws`kms cancel-key-deletion ${key}`;
    expect(await aws`kms get-key-last-usage ${key} --query KeyLastUsage.Operation`).toEqual(expect.any(String));
    const family = ["--key-id", await create("--multi-region")];
    await aws`kms replicate-key ${family} --replica-region eu-west-1`;
    await aws`kms update-primary-region ${family} --primary-region eu-west-1`;
    const type = ["--region", "eu-west-1", "--query", "KeyMetadata.MultiRegionConfiguration.MultiRegionKeyType"];
    expect(await aws`kms describe-key ${family} ${type}`).toBe("PRIMARY");
  });

  test("for material of one's own", async () => {
    const own = ["--key-id", await create("--origin", "EXTERNAL")];
    const wrapping = ["--wrapping-algorithm", "RSAES_OAEP_SHA_256", "--wrapping-key-spec", "RSA_2048"];
    const given = await aws<Record<string, string>>`kms get-parameters-for-import ${own} ${wrapping}`;
    const wrapper = {
      key: Buffer.from(given["PublicKey"] ?? "", "base64"),
      format: "der",
      type: "spki",
      padding: constants.RSA_PKCS1_OAEP_PADDING,
      oaepHash: "sha256",
    } as const;
    const token = ["--import-token", file("token", given["ImportToken"] ?? "")];
    const material = ["--encrypted-key-material", file("material", publicEncrypt(wrapper, randomBytes(32)))];
    await aws`kms import-key-material ${own} ${token} ${material} --expiration-model KEY_MATERIAL_DOES_NOT_EXPIRE`;
    expect(await aws`kms describe-key ${own} --query KeyMetadata.KeyState`).toBe("Enabled");
    await aws`kms delete-imported-key-material ${own}`;
  });

  test("and is told of a key that is not there", async () => {
    await expect(aws`kms describe-key --key-id 1234abcd-12ab-34cd-56ef-1234567890ab`).rejects.toThrow(
      "An error occurred (NotFoundException) when calling the DescribeKey operation: " +
        `Key 'arn:aws:kms:us-east-1:${cli.account.account}:key/1234abcd-12ab-34cd-56ef-1234567890ab' does not exist`,
    );
  });

  test("in every operation that is served", () => {
    expect(cli.uncalled("kms")).toEqual([]);
  });
});
