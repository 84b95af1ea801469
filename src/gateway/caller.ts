// Who calls: the signature held against the request, and what the operation's context says of it.

import { hash } from "node:crypto";
import type { Principal } from "../iam/principal.ts";
import { parseAccountId, parseRegion } from "../kernel/ids.ts";
import { machineNowMs } from "../kernel/real-time.ts";
import type { Protocol, ServiceModel } from "../model/model.ts";
import type { CallInfo } from "../service/invoke.ts";
import type { DoorSigner } from "../service/service.ts";
import type { ChainParts, Target } from "./chain-parts.ts";
import { type IncomingRequest, originOf } from "./incoming.ts";
import {
  isSigned,
  type SignatureStyle,
  type SignedRequest,
  verifySignature,
  type VerifiedRequest,
} from "./signature.ts";

/** Who calls, by the signature; undefined for an unsigned request. */
export function authenticate(
  parts: ChainParts,
  incoming: IncomingRequest,
  target: Target,
  service: ServiceModel,
  whole: Buffer | undefined,
): VerifiedRequest | undefined {
  const bodySha256 = whole === undefined ? undefined : () => hash("sha256", whole);
  return verifyIfSigned(parts, incoming, { style: styleOf(target), signingName: service.signingName, bodySha256 });
}

/** Who signed a request to a door; the body is signed with the rest. */
export function doorSigner(
  parts: ChainParts,
  incoming: IncomingRequest,
  signingName: string,
  body: Uint8Array,
): DoorSigner | undefined {
  return verifyIfSigned(parts, incoming, { style: "rest-json", signingName, bodySha256: () => hash("sha256", body) });
}

function verifyIfSigned(
  parts: ChainParts,
  { method, path, rawQuery: query, headers }: IncomingRequest,
  claim: Pick<SignedRequest, "style" | "signingName" | "bodySha256">,
): VerifiedRequest | undefined {
  if (!isSigned({ headers, query })) return undefined;
  // Named one by one: a copy by spreading costs as much as the HMAC.
  const { style, signingName, bodySha256 } = claim;
  return verifySignature({
    style,
    signingName,
    bodySha256,
    method,
    path,
    query,
    headers,
    nowMs: machineNowMs(),
    yardNowMs: parts.yard().clock.nowMs(),
    findCredential: parts.identity.findCredential,
  });
}

/** How the signature and its errors of a protocol look. */
export function styleOf(target: Target): SignatureStyle {
  return target.service === "s3" ? "s3" : STYLES[target.protocol];
}

const STYLES: Readonly<Record<Protocol, SignatureStyle>> = {
  awsJson1_0: "json",
  awsJson1_1: "json",
  rpcv2Cbor: "json",
  restJson1: "rest-json",
  restXml: "query",
  awsQuery: "query",
  ec2Query: "query",
};

/** What the operation's context says of the call. */
export function callInfo(
  parts: ChainParts,
  incoming: IncomingRequest,
  requestId: string,
  principal: Principal,
  verified: (Pick<VerifiedRequest, "region"> & { readonly accessKeyId?: string }) | undefined,
): CallInfo {
  return {
    principal,
    account: "account" in principal ? principal.account : NO_ACCOUNT,
    region: verified?.region === undefined ? parts.region : parseRegion(verified.region),
    requestId,
    origin: originOf(incoming, parts.yard()),
    headers: incoming.headers,
    requestPath: incoming.path,
    abortSignal: incoming.abortSignal,
    sourceIp: incoming.sourceIp,
    ...(verified?.accessKeyId === undefined ? {} : { accessKeyId: verified.accessKeyId }),
  };
}

/** The account in whose name an unsigned request is made: none that a resource could belong to. */
const NO_ACCOUNT = parseAccountId("000000000000");
