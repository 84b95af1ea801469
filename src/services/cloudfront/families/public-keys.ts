// Public keys: what signatures of URLs and cookies are verified with. AWS: "Specify signers that can create signed URLs and signed cookies".

import { createPublicKey, type KeyObject } from "node:crypto";
import type { KeyGroupConfig, PublicKeyConfig } from "@aws-sdk/client-cloudfront";
import { fault, invalidArgument } from "../errors.ts";
import { newId } from "../ids.ts";
import { listThings } from "../repo.ts";
import type { Family } from "./family.ts";
import { timeOf } from "./policies.ts";

/** The family of public keys. */
export const publicKeys: Family<PublicKeyConfig> = {
  kind: "public-key",
  one: "PublicKey",
  many: "PublicKeys",
  most: 10,
  errors: {
    missing: "NoSuchPublicKey",
    exists: "PublicKeyAlreadyExists",
    inUse: "PublicKeyInUse",
    tooMany: "TooManyPublicKeys",
  },
  newId: (random) => newId(random, "K"),
  complete,
  sameAs: (one, other) => one.Name === other.Name || one.CallerReference === other.CallerReference,
  isUsed: (id, tx, account) =>
    listThings<KeyGroupConfig>(tx, account, "key-group").some(({ config }) => config.Items?.includes(id) === true),
  shown: ({ id, config, createdAtMs }) => ({ Id: id, CreatedTime: timeOf(createdAtMs), PublicKeyConfig: config }),
  listed: ({ id, config, createdAtMs }) => ({
    Id: id,
    Name: config.Name,
    CreatedTime: timeOf(createdAtMs),
    EncodedKey: config.EncodedKey,
    Comment: config.Comment,
  }),
};

function complete(config: PublicKeyConfig, _tx: unknown, _account: string, before?: PublicKeyConfig): PublicKeyConfig {
  const { Name = "", CallerReference, EncodedKey = "", Comment = "" } = config;
  if (!/^[\w.-]{1,128}$/.test(Name)) throw invalidArgument("The parameter Name is invalid.");
  if (Comment.length > 128) throw invalidArgument("The parameter Comment is too long.");
  // AWS: UpdatePublicKey: "the only value you can change is the comment".
  if (
    before !== undefined &&
    (before.EncodedKey !== EncodedKey || before.Name !== Name || before.CallerReference !== CallerReference)
  )
    throw fault("CannotChangeImmutablePublicKeyFields");
  if (!isSigningKey(parseKey(EncodedKey)))
    throw invalidArgument(
      "The parameter EncodedKey is invalid: it is the PEM text of a 2048-bit RSA or a P-256 public key.",
    );
  return { Name, CallerReference, EncodedKey, Comment };
}

function parseKey(pem: string): KeyObject | undefined {
  // A private key must never get here, and createPublicKey would take one.
  if (!/^-----BEGIN PUBLIC KEY-----\s/.test(pem)) return undefined;
  try {
    return createPublicKey(pem);
  } catch {
    return undefined;
  }
}

/** AWS: "SSH-2 RSA 2048 or ECDSA 256 key pair", in PEM. */
function isSigningKey(key: KeyObject | undefined): boolean {
  if (key?.asymmetricKeyType === "rsa") return key.asymmetricKeyDetails?.modulusLength === 2048;
  return key?.asymmetricKeyType === "ec" && key.asymmetricKeyDetails?.namedCurve === "prime256v1";
}
