// Where viewers come in: http://LABEL.cloudfront.localhost:PORT/, the same with the distribution's id, its aliases as far as a request's Host says
// so, and, for clients that cannot resolve such names, http://localhost:PORT/_aws/cloudfront/ID/.

import { monotonicMs } from "../../../kernel/real-time.ts";
import type { YardContext } from "../../../service/context.ts";
import type { Door, DoorHead, DoorRequest } from "../../../service/service.ts";
import type { HttpResponse } from "../../../wire/wire.ts";
import { domainName } from "../distributions.ts";
import type { DistributionRecord } from "../records.ts";
import { findByName } from "../repo.ts";
import { withLogLine } from "../logs/delivery.ts";
import { errorPage } from "./error-pages.ts";
import type { EdgeResponse, ViewerRequest } from "./messages.ts";
import { serve } from "./serve.ts";

const HOST = /^([a-z0-9]+)\.cloudfront\.(?:localhost|net)$/;
const PATH = /^\/_aws\/cloudfront\/([A-Za-z0-9]+)(\/.*)?$/;
// Names of this machine and of AWS's APIs are no aliases: they are not looked up.
const NO_ALIAS = /^(localhost|\[::1\]|127\.\d+\.\d+\.\d+|.*\.amazonaws\.com)$/;

/** The distributions. */
export const edgeDoor: Door = {
  name: "cloudfront",
  accepts: (host, path, head, yard) => HOST.test(host) || PATH.test(path) || (!isAwsCall(head) && isAlias(host, yard)),
  // An alias is registered by a customer, and nobody can lead a name of his own to a distribution that does not have it.
  isOwnHost: (host, yard) => HOST.test(host) || isAlias(host, yard),
  answer,
};

/** Signed calls of AWS's APIs go there whatever their host: an alias must not take a bucket's "BUCKET.localhost" from its owner. */
function isAwsCall({ headers, rawQuery }: DoorHead): boolean {
  const isSigned =
    headers["authorization"]?.startsWith("AWS") === true || /(^|&)(X-Amz-Signature|AWSAccessKeyId)=/.test(rawQuery);
  return isSigned || headers["x-amz-target"] !== undefined;
}

function isAlias(host: string, yard: YardContext): boolean {
  return !NO_ALIAS.test(host) && host.includes(".") && findAlias(host, yard) !== undefined;
}

/** AWS: an alias "*.example.com" means all names below, where none means one of them itself. */
function findAlias(host: string, { store }: YardContext): DistributionRecord | undefined {
  return store.read((tx) => findByName(tx, host) ?? findByName(tx, host.replace(/^[^.]+/, "*")));
}

async function answer(request: DoorRequest, yard: YardContext): Promise<HttpResponse> {
  const [, byPath, rest] = PATH.exec(request.path) ?? [];
  const [, byHost] = HOST.exec(request.host) ?? [];
  const isPathForm = byHost === undefined && byPath !== undefined && findAlias(request.host, yard) === undefined;
  const distribution = isPathForm
    ? yard.store.read((tx) => findByName(tx, byPath.toLowerCase()))
    : byHost === undefined
      ? findAlias(request.host, yard)
      : yard.store.read((tx) => findByName(tx, byHost));
  const startedMs = monotonicMs();
  const viewer = viewerRequest(request, isPathForm ? (rest ?? "/") : request.path);
  // A target that is no path would become a part of the origin's name: "@elsewhere/".
  if (!viewer.path.startsWith("/")) return encode(errorPage(400, "Bad request.", request.requestId), viewer, undefined);
  // AWS: a name without a distribution, or with one that is disabled, is answered like this.
  if (distribution?.config.Enabled !== true)
    return encode(
      errorPage(403, "The distribution is not there, or is not enabled.", request.requestId),
      viewer,
      undefined,
    );
  const names = isPathForm || byHost !== undefined ? [domainName(distribution, yard), viewer.host] : [viewer.host];
  const hosts = [...new Set(names.flatMap((name) => [name, name.replace(/:\d+$/, "")]))];
  const origins = hosts.flatMap((host) => [`https://${host}`, `http://${host}`]);
  const served = await serve({ yard, distribution, request: viewer, origins });
  return encode(withLogLine(yard, distribution, viewer, served, startedMs), viewer, distribution);
}

/**
 * DEVIATION: a plain request to this machine counts as HTTPS, as browsers count names below localhost as secure, since there is no TLS here to ask
 * for; a proxy in front that ends TLS, or a test, says "X-Forwarded-Proto: http" of a viewer that came without it.
 */
function viewerRequest(request: DoorRequest, path: string): ViewerRequest {
  const headers = Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
  return {
    method: request.method,
    path,
    rawQuery: request.rawQuery,
    headers,
    body: request.body,
    scheme: headers["x-forwarded-proto"] === "http" ? "http" : "https",
    host: headers["host"] ?? request.host,
    sourceIp: request.sourceIp,
    requestId: request.requestId,
  };
}

function encode(
  { status, headers, cookies, body, outcome }: EdgeResponse,
  { method, requestId }: ViewerRequest,
  distribution: DistributionRecord | undefined,
): HttpResponse {
  const { "x-amz-request-id": _request, "x-amz-id-2": _host, ...kept } = headers;
  return {
    status,
    headers: {
      ...kept,
      "x-cache": `${outcome} from cloudfront`,
      via: `1.1 ${distribution?.label ?? "edge"}.cloudfront.net (CloudFront)`,
      "x-amz-cf-pop": "LOC50-C1",
      "x-amz-cf-id": requestId,
    },
    cookies,
    body: method === "HEAD" ? new Uint8Array() : body,
  };
}
