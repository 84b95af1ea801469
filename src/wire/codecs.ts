// The codec of each protocol.

import type { Protocol } from "../model/model.ts";
import { InvariantError } from "../kernel/errors.ts";
import { awsJson } from "./aws-json.ts";
import { restJson } from "./rest-json.ts";
import type { Codec } from "./wire.ts";

const CODECS: Partial<Readonly<Record<Protocol, Codec>>> = {
  awsJson1_0: awsJson("awsJson1_0"),
  awsJson1_1: awsJson("awsJson1_1"),
  restJson1: restJson,
};

/** The codec that speaks `protocol`. */
export function codecFor(protocol: Protocol): Codec {
  const codec = CODECS[protocol];
  if (codec === undefined) throw new InvariantError(`No codec speaks ${protocol}.`);
  return codec;
}
