// Import tokens: they hold the private wrapping key, sealed, so that nothing of an import is kept before it is made.

import type { YardContext } from "../../service/context.ts";
import { expiredImportToken, invalidImportToken } from "./errors.ts";
import type { Key } from "./keys.ts";
import { open, seal } from "./sealing.ts";

const LABEL = "import-token";

interface ImportToken {
  readonly arn: string;
  readonly algorithm: string;
  readonly expiresAtMs: number;
  /** PKCS #8, in base 64. */
  readonly privateKey: string;
}

/** Makes the token of one GetParametersForImport. */
export function sealToken(yard: YardContext, token: ImportToken): Uint8Array {
  return seal(yard, LABEL, Buffer.from(JSON.stringify(token)));
}

/** What a token says; throws if it is none, is another key's, or has expired. */
export function openToken(yard: YardContext, key: Key, bytes: Uint8Array): ImportToken {
  const opened = open(yard, LABEL, bytes);
  if (opened === undefined) throw invalidImportToken();
  // What opens was sealed here, so it is a token.
  const token: ImportToken = JSON.parse(Buffer.from(opened).toString());
  if (token.arn !== key.arn) throw invalidImportToken();
  if (token.expiresAtMs <= yard.clock.nowMs()) throw expiredImportToken();
  return token;
}
