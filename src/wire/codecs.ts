// The codec of each protocol.

import type { Protocol } from "../model/model.ts";
import { awsJson } from "./aws-json.ts";
import { awsQuery, ec2Query } from "./query.ts";
import { restJson } from "./rest-json.ts";
import { restXml } from "./rest-xml.ts";
import { rpcV2Cbor } from "./rpc-v2-cbor.ts";
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

/** The codec that speaks `protocol`. */
export function codecFor(protocol: Protocol): Codec {
  return CODECS[protocol];
}
