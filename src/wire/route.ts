// Which service, operation and protocol a request means, from its head alone: the method, path, query and headers.
// Only the query protocols in a form body need more, and say so ("needs-body"). Pure; knows the routing index only.

import { AwsError, invariant } from "../kernel/errors.ts";
import { serviceIndex } from "../model/load.ts";
import type { Protocol, ServiceId, ServiceRouting } from "../model/model.ts";
import { parseHost } from "./hosts.ts";
import { parseForm } from "./form.ts";
import { OLDER_BINDINGS } from "./older-bindings.ts";
import { createUriMatcher, type UriMatcher } from "./uri-patterns.ts";
import type { HttpRequest } from "./wire.ts";

export type RequestHead = Omit<HttpRequest, "body">;

export type Route =
  | {
      readonly kind: "operation";
      readonly service: ServiceId;
      /** AWS's name, such as "SendMessage". */
      readonly operation: string;
      readonly protocol: Protocol;
      /** The request for the codec: its path without S3's bucket or an API's stage, and the bucket apart. */
      readonly path: string;
      readonly bucket?: string;
    }
  /** The operation's name is in the form body: read it and route again. */
  | { readonly kind: "needs-body" }
  /** No such operation. `protocol` says how to write the error, `service` is set where it is known. */
  | { readonly kind: "refused"; readonly service?: ServiceId; readonly protocol: Protocol; readonly error: AwsError };

/** Routes a request. `formBody` is given on the second try, after "needs-body". */
export function route(request: RequestHead, formBody?: Uint8Array): Route {
  const signingName = signingNameOf(request);
  return (
    routeByTarget(request) ??
    routeByRpcPath(request) ??
    routeByAction(request, signingName, formBody) ??
    routeByPath(request, signingName)
  );
}

/** What the codec reads: the request with the path and the bucket as the router understood them. */
export function routedRequest(request: HttpRequest, to: Extract<Route, { kind: "operation" }>): HttpRequest {
  return to.path === request.path && to.bucket === undefined
    ? request
    : { ...request, path: to.path, bucket: to.bucket };
}

const SIGNING_ALIASES: Readonly<Record<string, string>> = {
  "s3-object-lambda": "s3",
  s3express: "s3",
  "s3-outposts": "s3",
};

/**
 * The service's name in the credential scope of a SigV4 or SigV4a signature, in the Authorization header or in the
 * query; undefined for an unsigned request.
 */
export function signingNameOf(request: RequestHead): string | undefined {
  const header = request.headers["authorization"];
  const scope =
    header === undefined
      ? request.query.find(([name]) => name === "X-Amz-Credential")?.[1]
      : /^AWS4-[A-Z0-9-]+ .*?Credential=([^,\s]+)/.exec(header)?.[1];
  const parts = scope?.split("/");
  // AKID/date/region/NAME/aws4_request, and without the region for SigV4a. Access key ids have no slash.
  const name = parts !== undefined && parts.length >= 4 ? parts[parts.length - 2] : undefined;
  return name === undefined ? undefined : (SIGNING_ALIASES[name] ?? name);
}

// ---- awsJson ----

function routeByTarget(request: RequestHead): Route | undefined {
  const target = request.headers["x-amz-target"];
  if (target === undefined) return undefined;
  const contentType = request.headers["content-type"] ?? "";
  const asked: Protocol = contentType.startsWith("application/x-amz-json-1.0") ? "awsJson1_0" : "awsJson1_1";
  const dot = target.lastIndexOf(".");
  // Some clients qualify the prefix: "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents".
  const prefix = target.slice(target.lastIndexOf(".", dot - 1) + 1, Math.max(dot, 0));
  const operation = target.slice(dot + 1);
  const service = tables().byTarget.get(prefix);
  if (service === undefined || !service.names.has(operation))
    return {
      kind: "refused",
      protocol: asked,
      ...(service !== undefined && { service: service.id }),
      error: new AwsError({ code: "UnknownOperationException", message: `Unknown operation: ${target}` }),
    };
  // DEVIATION: the answer is written in the version that the client asked for, which AWS does too where it has both.
  const protocol = service.protocols.includes(asked) ? asked : (service.protocols.find(isJson) ?? asked);
  return { kind: "operation", service: service.id, operation, protocol, path: request.path };
}

function isJson(protocol: Protocol): boolean {
  return protocol === "awsJson1_0" || protocol === "awsJson1_1";
}

// ---- rpcv2Cbor ----

const RPC_PATH = /\/service\/([^/]+)\/operation\/([^/]+)$/;

function routeByRpcPath(request: RequestHead): Route | undefined {
  if (request.headers["smithy-protocol"] !== "rpc-v2-cbor") return undefined;
  const [, target = "", operation = ""] = RPC_PATH.exec(request.path) ?? [];
  const service = tables().byTarget.get(target.slice(target.lastIndexOf(".") + 1));
  if (service === undefined || !service.names.has(operation) || !service.protocols.includes("rpcv2Cbor"))
    return {
      kind: "refused",
      protocol: "rpcv2Cbor",
      ...(service !== undefined && { service: service.id }),
      error: new AwsError({ code: "UnknownOperationException", message: "Unknown operation", status: 404 }),
    };
  return { kind: "operation", service: service.id, operation, protocol: "rpcv2Cbor", path: request.path };
}

// ---- query protocols ----

function routeByAction(
  request: RequestHead,
  signingName: string | undefined,
  formBody: Uint8Array | undefined,
): Route | undefined {
  const isForm = (request.headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded");
  const candidates = queryCandidates(request, signingName);
  if (candidates.length === 0) return undefined;
  let fields: readonly (readonly [string, string])[] = request.query;
  if (!fields.some(([name]) => name === "Action")) {
    if (request.method !== "POST" || !isForm) return undefined;
    if (formBody === undefined) return { kind: "needs-body" };
    fields = parseForm(formBody);
  }
  const action = fields.find(([name]) => name === "Action")?.[1];
  const version = fields.find(([name]) => name === "Version")?.[1];
  if (action === undefined) return undefined;
  const service =
    candidates.find((candidate) => candidate.names.has(action) && candidate.apiVersion === version) ??
    candidates.find((candidate) => candidate.names.has(action));
  if (service !== undefined)
    return {
      kind: "operation",
      service: service.id,
      operation: action,
      protocol: queryProtocol(service) ?? "awsQuery",
      path: request.path,
    };
  const [first] = candidates;
  return {
    kind: "refused",
    protocol: (first && queryProtocol(first)) ?? "awsQuery",
    ...(first !== undefined && candidates.length === 1 && { service: first.id }),
    error: new AwsError({
      code: "InvalidAction",
      message: `Could not find operation ${action} for version ${version ?? "NO_VERSION_SPECIFIED"}`,
    }),
  };
}

/** Services that a request with an Action may mean: by its signature or its host, else any (STS takes unsigned calls). */
function queryCandidates(request: RequestHead, signingName: string | undefined): readonly Service[] {
  const { bySigningName, byEndpointPrefix, services } = tables();
  const named =
    signingName === undefined
      ? byEndpointPrefix.get(parseHost(request.headers["host"]).endpointPrefix ?? "")
      : (bySigningName.get(signingName) ?? []);
  return (named ?? services).filter((service) => queryProtocol(service) !== undefined);
}

function queryProtocol(service: Service): Protocol | undefined {
  return service.protocols.find((protocol) => protocol === "awsQuery" || protocol === "ec2Query");
}

// ---- HTTP bindings ----

function routeByPath(request: RequestHead, signingName: string | undefined): Route {
  const { bySigningName, byEndpointPrefix, s3 } = tables();
  const host = parseHost(request.headers["host"]);
  const named =
    signingName === undefined
      ? byEndpointPrefix.get(host.endpointPrefix ?? "")
      : (bySigningName.get(signingName) ?? []);
  // An unsigned request to no service's host is anonymous S3.
  const candidates = (named ?? [s3]).filter((service) => service.matcher !== undefined);
  for (const service of candidates) {
    const found = service.id === "s3" ? routeS3(service, request, host.bucket) : routeRest(service, request);
    if (found !== undefined) return found;
  }
  return refusePath(candidates[0] ?? named?.[0], request);
}

function routeRest(service: Service, request: RequestHead): Route | undefined {
  // A stage may stand before the path of the management API of WebSocket connections.
  const connections = service.signingName === "execute-api" ? request.path.search(/\/(@|%40)connections\//) : 0;
  if (connections < 0) return undefined;
  const path = request.path.slice(connections);
  const operation = matchPath(service, request, path, undefined);
  if (operation === undefined) return undefined;
  return { kind: "operation", service: service.id, operation, protocol: restProtocol(service), path };
}

function routeS3(service: Service, request: RequestHead, hostBucket: string | undefined): Route | undefined {
  // An Object Lambda answers to a host of its own, whose first label looks like a bucket's.
  const isBucketless = request.headers["x-amz-request-route"] !== undefined;
  const [bucket, path] = isBucketless
    ? [undefined, request.path]
    : hostBucket === undefined
      ? splitBucket(request.path)
      : [hostBucket, request.path];
  const operation = matchPath(service, request, path, bucket);
  if (operation === undefined) return undefined;
  return {
    kind: "operation",
    service: service.id,
    operation,
    protocol: "restXml",
    path,
    ...(bucket !== undefined && { bucket }),
  };
}

/** The bucket that a URL of S3's names, in its host or at the beginning of its path, and the rest of the path. */
export function bucketInUrl({ headers, path }: Pick<RequestHead, "headers" | "path">): {
  readonly bucket: string | undefined;
  readonly path: string;
  readonly isNamedByHost: boolean;
} {
  const { bucket: named, endpointPrefix } = parseHost(headers["host"]);
  if (named !== undefined) return { bucket: named, path, isNamedByHost: endpointPrefix === "s3" };
  const [bucket, rest] = splitBucket(path);
  return { bucket, path: rest, isNamedByHost: false };
}

/** The bucket and the rest of a path-style S3 path. */
function splitBucket(path: string): [bucket: string | undefined, rest: string] {
  const end = path.indexOf("/", 1);
  const bucket = end === -1 ? path.slice(1) : path.slice(1, end);
  if (bucket === "") return [undefined, path];
  return [decodeSegment(bucket), end === -1 ? "/" : path.slice(end)];
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function matchPath(
  service: Service,
  request: RequestHead,
  path: string,
  bucket: string | undefined,
): string | undefined {
  const query = new Map<string, string>();
  for (const [name, value] of request.query) if (!query.has(name)) query.set(name, value);
  return service.matcher?.match({
    method: request.method,
    path,
    query,
    has(need) {
      if (need === "Bucket") return bucket !== undefined;
      return need.startsWith("?") ? query.has(need.slice(1)) : request.headers[need] !== undefined;
    },
  });
}

function refusePath(service: Service | undefined, request: RequestHead): Route {
  if (service === undefined)
    return {
      kind: "refused",
      protocol: "restJson1",
      error: new AwsError({
        code: "UnknownOperationException",
        message: `No service here answers ${request.method} ${request.path}`,
        status: 404,
      }),
    };
  // AWS: S3 "Error responses", MethodNotAllowed. The other services answer an unknown path with 404.
  const error =
    service.id === "s3"
      ? new AwsError({
          code: "MethodNotAllowed",
          message: "The specified method is not allowed against this resource.",
          status: 405,
        })
      : new AwsError({
          code: "UnknownOperationException",
          message: `The service "${service.id}" has no operation for ${request.method} ${request.path}`,
          status: 404,
        });
  return { kind: "refused", service: service.id, protocol: service.protocols[0] ?? "restJson1", error };
}

function restProtocol(service: Service): Protocol {
  return service.protocols.find((protocol) => protocol === "restJson1" || protocol === "restXml") ?? "restJson1";
}

// ---- tables, built from the index on first use ----

interface Service extends ServiceRouting {
  readonly names: ReadonlySet<string>;
  readonly matcher: UriMatcher | undefined;
}

interface Tables {
  readonly services: readonly Service[];
  readonly s3: Service;
  readonly byTarget: ReadonlyMap<string, Service>;
  readonly bySigningName: ReadonlyMap<string, readonly Service[]>;
  readonly byEndpointPrefix: ReadonlyMap<string, readonly Service[]>;
}

let built: Tables | undefined;

function tables(): Tables {
  built ??= buildTables(serviceIndex());
  return built;
}

function buildTables(index: readonly ServiceRouting[]): Tables {
  const services = index.map(createService);
  const s3 = services.find((service) => service.id === "s3");
  invariant(s3 !== undefined, "The routing index has S3.");
  return {
    services,
    s3,
    byTarget: new Map(
      services.flatMap((service) =>
        service.targetPrefix === undefined ? [] : [[service.targetPrefix, service] as const],
      ),
    ),
    bySigningName: groupBy(services, (service) => service.signingName),
    byEndpointPrefix: groupBy(services, (service) => service.endpointPrefix),
  };
}

function groupBy(services: readonly Service[], keyOf: (service: Service) => string): Map<string, Service[]> {
  const groups = new Map<string, Service[]>();
  for (const service of services) {
    const group = groups.get(keyOf(service));
    if (group === undefined) groups.set(keyOf(service), [service]);
    else group.push(service);
  }
  return groups;
}

function createService(routing: ServiceRouting): Service {
  const names = new Set(routing.operations);
  let matcher: UriMatcher | undefined;
  return {
    ...routing,
    names,
    // Compiled on first use: a process seldom meets all the services that are bound to HTTP.
    get matcher(): UriMatcher | undefined {
      if (routing.http === undefined) return undefined;
      matcher ??= createUriMatcher([
        ...routing.http.map(([method, uri, needs = []], position) => ({
          operation: routing.operations[position] as string,
          method,
          uri,
          needs,
        })),
        ...(OLDER_BINDINGS[routing.id] ?? []).map((older) => ({ ...older, needs: [] })),
      ]);
      return matcher;
    },
  };
}
