// The codec of each protocol.

import type { Protocol } from "../model/model.ts";
import { awsJson } from "./aws-json.ts";
import { awsQuery, ec2Query } from "./query.ts";
import { restJson } from "./rest-json.ts";
import { restXml } from "./rest-xml.ts";
import { rpcV2Cbor } from "./rpc-v2-cbor.ts";
import { serializationError } from "./wire-errors.ts";
import type { Codec } from "./wire.ts";

const CODECS: Readonly<Record<Protocol, Codec>> = {
  awsJson1_0: awsJson("awsJson1_0"),
  awsJson1_1: awsJson("awsJson1_1"),
  awsQuery,
  ec2Query,
  restJson1: restJson,
  restXml,
  rpcv2Cbor: rpcV2Cbor,
};

const GUARDED = new Map(Object.entries(CODECS).map(([protocol, codec]) => [protocol, guarded(codec)]));

/** The codec that speaks `protocol`. */
export function codecFor(protocol: Protocol): Codec {
  return GUARDED.get(protocol) ?? CODECS[protocol];
}

/**
 * Values nested so deeply that they do not fit the stack are the sender's fault, not ours. Bounding the depth up front
 * would cost every request a walk.
 */
function guarded(codec: Codec): Codec {
  return {
    ...codec,
    decodeInput(operation, request) {
      try {
        return codec.decodeInput(operation, request);
      } catch (error) {
        if (error instanceof RangeError && error.message.includes("call stack"))
          throw serializationError("The request is nested too deeply", error);
        throw error;
      }
    },
  };
}
