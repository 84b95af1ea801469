// HMACs under a KMS key.

import { createHmac } from "node:crypto";
import type { Context } from "../../service/context.ts";
import type { Key } from "./keys.ts";
import { currentMaterial } from "./materials.ts";
import { KEY_SPECS } from "./specs.ts";

/** The HMAC of a message. */
export function macOf(context: Context, key: Key, message: Uint8Array): Uint8Array {
  const { material } = KEY_SPECS[key.record.spec];
  const digest = material.kind === "hmac" ? material.digest : "sha256";
  return Uint8Array.from(createHmac(digest, currentMaterial(context, key).secret).update(message).digest());
}
