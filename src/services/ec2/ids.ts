// Ids of resources and associations.

import { createHash } from "node:crypto";
import type { Random } from "../../kernel/random.ts";
import type { Scope } from "../../service/context.ts";

/** Makes the id of something: "vpc" gives "vpc-0123456789abcdef0". `name` tells things of one kind apart. */
export type MakeId = (prefix: string, name?: string) => string;

// AWS: "Resource IDs": a prefix, a hyphen and 17 characters; those begin with a zero.
const DIGITS = 16;

/** New ids, each another one. */
export function newIds({ random }: { readonly random: Random }): MakeId {
  return (prefix) => `${prefix}-0${random.hex(DIGITS)}`;
}

/** Ids of an account's default network: the same in a fork that makes it before its parent does. */
export function defaultIds({ account, region }: Scope): MakeId {
  return (prefix, name = "") => {
    const hash = createHash("sha256").update(`${account} ${region} ${prefix} ${name}`).digest("hex");
    return `${prefix}-0${hash.slice(0, DIGITS)}`;
  };
}
