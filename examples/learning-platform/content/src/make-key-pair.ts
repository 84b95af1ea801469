// A custom resource: a pair of keys. The private one is put into a secret, and the public one is the resource's attribute.

import { createPublicKey, generateKeyPairSync } from "node:crypto";
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { customResource } from "../../common/custom-resource.ts";

const secrets = new SecretsManagerClient();

export const handler = customResource<{ readonly SecretId: string }>(
  async ({ RequestType, RequestId, PhysicalResourceId, ResourceProperties: { SecretId } }) => {
    // The secret goes with its stack.
    if (RequestType === "Delete") return { PhysicalResourceId: PhysicalResourceId ?? SecretId };
    const privateKey = (await keyIn(SecretId)) ?? (await newKeyFor(SecretId, RequestId));
    const PublicKey = createPublicKey(privateKey).export({ type: "spki", format: "pem" }).toString();
    return { PhysicalResourceId: SecretId, Data: { PublicKey } };
  },
);

/** What is there stays: URLs that were signed with it are still being used. */
async function keyIn(SecretId: string): Promise<string | undefined> {
  try {
    return (await secrets.send(new GetSecretValueCommand({ SecretId }))).SecretString;
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    return undefined;
  }
}

/** A function is called at least once: of two calls for one request the second takes the key of the first. */
async function newKeyFor(SecretId: string, ClientRequestToken: string): Promise<string> {
  // AWS: "Create key pairs for your signers": RSA of 2048 bits.
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const SecretString = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  try {
    await secrets.send(new PutSecretValueCommand({ SecretId, SecretString, ClientRequestToken }));
    return SecretString;
  } catch (error) {
    const kept = error instanceof ResourceExistsException ? await keyIn(SecretId) : undefined;
    if (kept === undefined) throw error;
    return kept;
  }
}
